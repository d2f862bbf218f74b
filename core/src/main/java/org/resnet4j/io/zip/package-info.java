/**
 * ZIP archives that nobody vouches for, read with limits, and archives without compression,
 * written.
 */
@NullMarked
package org.resnet4j.io.zip;

import org.jspecify.annotations.NullMarked;
