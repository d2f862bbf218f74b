/** Tar archives: untrusted ones listed within limits, reproducible ones written. */
@NullMarked
package org.resnet4j.io.tar;

import org.jspecify.annotations.NullMarked;
