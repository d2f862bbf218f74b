/** Encoded pictures with labels, wherever they lie, as data sets. */
@NullMarked
package org.resnet4j.data.pictures;

import org.jspecify.annotations.NullMarked;
