/** Networks written in the layer language: blocks, shortcuts, families and the catalog of names. */
@NullMarked
package org.resnet4j.arch;

import org.jspecify.annotations.NullMarked;
