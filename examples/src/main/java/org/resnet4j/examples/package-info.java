/** Example programs, one per file, that use only the public API. */
@NullMarked
package org.resnet4j.examples;

import org.jspecify.annotations.NullMarked;
