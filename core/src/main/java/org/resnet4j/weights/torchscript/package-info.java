/** Networks as TorchScript files. */
@NullMarked
package org.resnet4j.weights.torchscript;

import org.jspecify.annotations.NullMarked;
