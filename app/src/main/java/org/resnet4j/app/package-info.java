/** The {@code resnet} command: verbs, flags, and answers for people and for programs. */
@NullMarked
package org.resnet4j.app;

import org.jspecify.annotations.NullMarked;
