// Makes images to be pushed: an OCI layout, an OCI archive, or what `docker save` writes.
#include "tests/push/byte_size.h"
#include "tests/sandbox/image.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    using namespace wharf;
    constexpr int wrongUsage = 2;
    constexpr int couldNot = 3;
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("kind"), QStringLiteral("oci, oci-archive or docker-archive"));
    parser.addPositionalArgument(QStringLiteral("place"), QStringLiteral("the folder or file to be written"));
    const QCommandLineOption layers(QStringLiteral("layers"), QStringLiteral("Bytes of each layer's content."), QStringLiteral("SIZE,…"), QStringLiteral("12M,8M,6M,3M,1M"));
    const QCommandLineOption real(QStringLiteral("real"), QStringLiteral("How much of it is this machine's programs and libraries, 0 to 1; the rest is random."), QStringLiteral("SHARE"), QStringLiteral("0.8"));
    const QCommandLineOption seed(QStringLiteral("seed"), QStringLiteral("Another one gives other layers."), QStringLiteral("NUMBER"), QStringLiteral("1"));
    const QCommandLineOption name(QStringLiteral("name"), QStringLiteral("The name in a docker-archive."), QStringLiteral("NAME:TAG"), QStringLiteral("localhost/image:latest"));
    parser.addOptions({ layers, real, seed, name });
    parser.process(app);

    sandbox::ImageWish wish { .layers = {}, .seed = parser.value(seed).toUInt(), .realShare = parser.value(real).toDouble() };
    for (const QString &size : parser.value(layers).split(QLatin1Char(',')))
        wish.layers << rig::byteSize(size);
    const QString kind = parser.positionalArguments().value(0);
    const QString place = parser.positionalArguments().value(1);
    QString error;
    if (place.isEmpty() || wish.layers.contains(-1)) {
        error = QStringLiteral("a kind, a place, and sizes such as 12M?");
    } else if (kind == QLatin1String("oci")) {
        error = sandbox::makeOciLayout(place, wish);
    } else if (kind == QLatin1String("oci-archive")) {
        error = sandbox::makeOciArchive(place, wish);
    } else if (kind == QLatin1String("docker-archive")) {
        error = sandbox::makeDockerArchive(place, parser.value(name), wish);
    } else {
        std::fprintf(stderr, "wharf-make-image: oci, oci-archive or docker-archive?\n");
        return wrongUsage;
    }
    if (error.isEmpty())
        return 0;
    std::fprintf(stderr, "wharf-make-image: %s\n", qUtf8Printable(error));
    return couldNot;
}
