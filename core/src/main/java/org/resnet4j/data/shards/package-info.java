/** Pictures in shards: tar archives of many, read run by run, and the packing of them. */
@NullMarked
package org.resnet4j.data.shards;

import org.jspecify.annotations.NullMarked;
