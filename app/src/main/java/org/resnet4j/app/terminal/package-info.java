/** Progress and answers on the terminal, as text and as JSON. */
@NullMarked
package org.resnet4j.app.terminal;

import org.jspecify.annotations.NullMarked;
