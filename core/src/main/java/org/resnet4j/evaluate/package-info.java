/** How right a network is on a labelled set. */
@NullMarked
package org.resnet4j.evaluate;

import org.jspecify.annotations.NullMarked;
