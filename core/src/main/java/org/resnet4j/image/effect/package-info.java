/** Effects on whole pictures, with the pixels that Pillow gives. */
@NullMarked
package org.resnet4j.image.effect;

import org.jspecify.annotations.NullMarked;
