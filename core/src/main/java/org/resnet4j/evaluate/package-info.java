/** Evaluation of a network on a labelled set. */
@NullMarked
package org.resnet4j.evaluate;

import org.jspecify.annotations.NullMarked;
