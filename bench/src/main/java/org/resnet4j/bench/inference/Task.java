package org.resnet4j.bench.inference;

import java.nio.file.Path;
import java.util.List;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.layer.Shape;

/**
 * The task of each rival: the same weights in a folder, in a form for each library.
 *
 * @param model a name of the catalog
 * @param threads that one call may use
 */
record Task(String model, Path folder, int threads) {
  /** From the arguments of a rival's process. */
  static Task parse(List<String> words) {
    return new Task(words.get(0), Path.of(words.get(1)), Integer.parseInt(words.get(2)));
  }

  /** The same as arguments. */
  List<String> words() {
    return List.of(model, folder.toString(), String.valueOf(threads));
  }

  Architecture network() {
    return Catalog.standard().build(model);
  }

  Shape image() {
    return network().options().input();
  }

  Path safeTensors() {
    return folder.resolve("network.safetensors");
  }

  Path onnx() {
    return folder.resolve("network.onnx");
  }

  /** In int8. */
  Path quantisedOnnx() {
    return folder.resolve("int8.onnx");
  }

  Path torchScript() {
    return folder.resolve("network.pt");
  }

  /** The ranges of its values in int8. */
  Path quantisation() {
    return folder.resolve("quantisation.json");
  }

  /** The reference logits. */
  Path reference() {
    return folder.resolve("logits.bin");
  }
}
