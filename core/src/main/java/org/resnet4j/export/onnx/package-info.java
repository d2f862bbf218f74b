/** Networks as ONNX files. */
@NullMarked
package org.resnet4j.export.onnx;

import org.jspecify.annotations.NullMarked;
