/** The same work side by side with peers: each rival in a process of its own, in turns. */
@NullMarked
package org.resnet4j.bench;

import org.jspecify.annotations.NullMarked;
