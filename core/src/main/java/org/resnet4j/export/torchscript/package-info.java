/** Networks as TorchScript files. */
@NullMarked
package org.resnet4j.export.torchscript;

import org.jspecify.annotations.NullMarked;
