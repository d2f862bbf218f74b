/**
 * How the gradients of a batch are computed: layer by layer, or by a routine that was compiled for
 * a network and a size of batch.
 */
@NullMarked
package org.resnet4j.compiled.gradient;

import org.jspecify.annotations.NullMarked;
