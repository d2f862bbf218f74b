/** Inference with a trained network: predictions from files, and explanations of them. */
@NullMarked
package org.resnet4j.infer;

import org.jspecify.annotations.NullMarked;
