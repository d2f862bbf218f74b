/** Weights as files of PyTorch's own format. */
@NullMarked
package org.resnet4j.weights.pytorch;

import org.jspecify.annotations.NullMarked;
