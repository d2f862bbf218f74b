/** Reads untrusted ZIP archives with limits, and writes uncompressed ones. */
@NullMarked
package org.resnet4j.io.zip;

import org.jspecify.annotations.NullMarked;
