/** PNG. */
@NullMarked
package org.resnet4j.image.png;

import org.jspecify.annotations.NullMarked;
