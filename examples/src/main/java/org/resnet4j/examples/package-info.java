/** One program a file, on the public API only: how to use the library. */
@NullMarked
package org.resnet4j.examples;

import org.jspecify.annotations.NullMarked;
