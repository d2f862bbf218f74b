/**
 * Gradients of a batch, computed layer by layer or by a routine compiled for a network and a batch
 * size.
 */
@NullMarked
package org.resnet4j.compiled.gradient;

import org.jspecify.annotations.NullMarked;
