/** BMP. */
@NullMarked
package org.resnet4j.image.bmp;

import org.jspecify.annotations.NullMarked;
