/** Files that are either written whole or not at all. */
@NullMarked
package org.resnet4j.io;

import org.jspecify.annotations.NullMarked;
