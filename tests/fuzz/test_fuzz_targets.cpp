#include "tests/fuzz/targets.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <random>

using Target = void (*)(QByteArrayView);
Q_DECLARE_METATYPE(Target)

/// Keeps the fuzz targets from rotting: each runs over its corpus and over a fixed sequence of mutations of it. A target
/// that finds something ends the program.
class TestFuzzTargets final : public QObject {
    Q_OBJECT

    static QList<QByteArray> corpus(const QString &name)
    {
        QList<QByteArray> inputs;
        const QDir folder(QStringLiteral(WHARF_FUZZ_CORPUS "/") + name);
        for (const QString &entry : folder.entryList(QDir::Files, QDir::Name)) {
            QFile file(folder.filePath(entry));
            if (file.open(QIODevice::ReadOnly))
                inputs.append(file.readAll());
        }
        return inputs;
    }

    static QByteArray mutated(QByteArray input, const QByteArray &other, std::mt19937 &random)
    {
        // The remainder and not a distribution: the sequence shall be the same everywhere.
        const auto below = [&](qsizetype limit) { return static_cast<qsizetype>(random() % static_cast<quint32>(limit + 1)); };
        static const QByteArray special = QByteArrayLiteral("\0\xff\"\\=,.:/@-_ \n{}[]*%\xc2");
        for (qsizetype step = below(3); step >= 0; --step) {
            const qsizetype at = below(input.size());
            const qsizetype size = below(std::min<qsizetype>(16, input.size() - at));
            switch (random() % 5) {
            case 0: input.remove(at, size); break;
            case 1: input.insert(at, input.mid(at, size)); break;
            case 2: input.insert(at, special.at(below(special.size() - 1))); break;
            case 3: input.replace(at, size, other.mid(below(other.size()), size)); break;
            default: input = input.left(at) + other.mid(below(other.size()));
            }
        }
        return input.left(4096);
    }

private Q_SLOTS:
    void holdsForEveryInput_data()
    {
        QTest::addColumn<Target>("target");
        QTest::newRow("account_file") << Target(&wharf::fuzz::accountFile);
        QTest::newRow("certificate_outline") << Target(&wharf::fuzz::certificateOutline);
        QTest::newRow("challenge") << Target(&wharf::fuzz::challenge);
        QTest::newRow("credential_file") << Target(&wharf::fuzz::credentialFile);
        QTest::newRow("evidence") << Target(&wharf::fuzz::evidence);
        QTest::newRow("gitlab_answers") << Target(&wharf::fuzz::gitLabAnswers);
        QTest::newRow("http_reading") << Target(&wharf::fuzz::httpReading);
        QTest::newRow("image_archive") << Target(&wharf::fuzz::imageArchive);
        QTest::newRow("image_reference") << Target(&wharf::fuzz::imageReference);
        QTest::newRow("jwt") << Target(&wharf::fuzz::jwt);
        QTest::newRow("keys") << Target(&wharf::fuzz::keys);
        QTest::newRow("manifest") << Target(&wharf::fuzz::manifest);
        QTest::newRow("pasted_failure") << Target(&wharf::fuzz::pastedFailure);
        QTest::newRow("push_stream") << Target(&wharf::fuzz::pushStream);
        QTest::newRow("scope") << Target(&wharf::fuzz::scope);
        QTest::newRow("token_look") << Target(&wharf::fuzz::tokenLook);
        QTest::newRow("vault") << Target(&wharf::fuzz::vault);
    }

    void holdsForEveryInput()
    {
        QFETCH(Target, target);
        const QList<QByteArray> inputs = corpus(QLatin1String(QTest::currentDataTag()));
        QVERIFY2(inputs.size() >= 3, "the corpus is there");
        target({});
        std::mt19937 random(20240229);
        for (const QByteArray &input : inputs) {
            target(input);
            for (int i = 0; i < 400; ++i)
                target(mutated(input, inputs.at(static_cast<qsizetype>(random() % static_cast<quint32>(inputs.size()))), random));
        }
    }
};

QTEST_GUILESS_MAIN(TestFuzzTargets)
#include "test_fuzz_targets.moc"
