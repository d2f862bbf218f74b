/** GIF, its first picture. */
@NullMarked
package org.resnet4j.image.gif;

import org.jspecify.annotations.NullMarked;
