/** Networks in 8 bits as ONNX files. */
@NullMarked
package org.resnet4j.infer.onnx;

import org.jspecify.annotations.NullMarked;
