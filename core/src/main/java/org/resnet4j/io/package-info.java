/** Files that are written completely or not at all. */
@NullMarked
package org.resnet4j.io;

import org.jspecify.annotations.NullMarked;
