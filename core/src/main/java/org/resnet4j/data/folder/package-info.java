/** A folder of pictures as a data set. */
@NullMarked
package org.resnet4j.data.folder;

import org.jspecify.annotations.NullMarked;
