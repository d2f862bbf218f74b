/**
 * What all that is computed by oneDNN has in common: kernels, the memory of their arguments, and
 * routines of many kernels that are run one after the other.
 */
@NullMarked
package org.resnet4j.compiled.onednn;

import org.jspecify.annotations.NullMarked;
