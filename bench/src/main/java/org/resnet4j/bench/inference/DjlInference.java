package org.resnet4j.bench.inference;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.io.IOException;

/** A TorchScript file in DJL's PyTorch engine with its defaults, and a predictor a thread. */
final class DjlInference implements Inference {
  private final ZooModel<NDList, NDList> model;

  DjlInference(Task task) throws IOException, ModelNotFoundException, MalformedModelException {
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(task.threads()));
    model =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optEngine("PyTorch")
            .optModelPath(task.torchScript())
            .optTranslator(new NoopTranslator())
            .build()
            .loadModel();
  }

  @Override
  public Request prepare(Inputs inputs, int n) {
    org.resnet4j.layer.Shape image = inputs.image();
    Shape shape = new Shape(n, image.channels(), image.height(), image.width());
    NDArray images = model.getNDManager().create(inputs.planes(n), shape);
    Predictor<NDList, NDList> predictor = model.newPredictor();
    return () -> {
      try (NDList logits = predictor.predict(new NDList(images))) {
        return logits.singletonOrThrow().toFloatArray();
      }
    };
  }

  @Override
  public void close() {
    model.close();
  }
}
