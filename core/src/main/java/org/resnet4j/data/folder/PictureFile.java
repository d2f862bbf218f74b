package org.resnet4j.data.folder;

import java.nio.file.Path;

/** A picture on disk and its class, from 0. */
public record PictureFile(Path path, int label) {}
