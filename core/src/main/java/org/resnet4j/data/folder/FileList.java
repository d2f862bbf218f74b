package org.resnet4j.data.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.resnet4j.data.pictures.Pictures;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;

/**
 * Pictures in files of their own.
 *
 * @param labels by file
 */
record FileList(List<Path> files, int[] labels) implements Pictures {
  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public String place(int index) {
    return files.get(index).toString();
  }

  @Override
  public Optional<Path> file(int index) {
    return Optional.of(files.get(index));
  }

  @Override
  public byte[] read(int index, Limits limits) throws IOException {
    return Decoder.bytes(files.get(index), limits);
  }

  @Override
  public Image decode(int index, Framing frame, Limits limits) throws IOException {
    return Decoder.decode(files.get(index), frame, limits);
  }
}
