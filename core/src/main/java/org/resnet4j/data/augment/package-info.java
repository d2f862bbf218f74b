/** The language of augmentation: random framings and effects, as values. */
@NullMarked
package org.resnet4j.data.augment;

import org.jspecify.annotations.NullMarked;
