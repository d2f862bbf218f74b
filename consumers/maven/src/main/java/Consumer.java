import java.io.IOException;
import java.nio.file.Path;
import org.resnet4j.export.Export;
import org.resnet4j.infer.Predictor;
import org.resnet4j.model.Model;
import org.resnet4j.train.Run;
import org.resnet4j.train.Training;

/** Predicts a picture, fine-tunes the weights on the classes of a folder, and exports the result. */
final class Consumer {
  private static final String WEIGHTS = "resnet20-cifar10";

  public static void main(String[] words) throws IOException {
    Path pictures = Path.of(words[0]);
    Path out = Path.of(words[1]);
    predict(WEIGHTS, pictures.resolve("light/0.png"));
    Run run = Training.from(WEIGHTS, "folder:" + pictures).epochs(2).run(out.resolve("run"));
    System.out.println("validation top-1 " + run.epochs().get(1).validationTop1());
    predict(run.weights().toString(), pictures.resolve("light/0.png"));
    try (Model model = Model.load(run.weights().toString())) {
      System.out.println(Export.write(model, out.resolve("model.onnx")));
    }
  }

  private static void predict(String weights, Path picture) throws IOException {
    try (Predictor predictor = Predictor.load(weights)) {
      System.out.println(predictor.predict(picture).best());
    }
  }
}
