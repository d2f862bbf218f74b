/** Networks as ONNX files. */
@NullMarked
package org.resnet4j.weights.onnx;

import org.jspecify.annotations.NullMarked;
