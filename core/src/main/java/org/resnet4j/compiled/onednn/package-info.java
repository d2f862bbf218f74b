/**
 * Execution by oneDNN: kernels, the memory of their arguments, and routines of consecutive kernels.
 */
@NullMarked
package org.resnet4j.compiled.onednn;

import org.jspecify.annotations.NullMarked;
