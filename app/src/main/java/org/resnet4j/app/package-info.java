/** The {@code resnet} command: subcommands, flags, and answers as text and JSON. */
@NullMarked
package org.resnet4j.app;

import org.jspecify.annotations.NullMarked;
