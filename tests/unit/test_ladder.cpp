#include "core/base/ladder.h"

#include <QJsonDocument>
#include <QTest>

#include <array>

using namespace wharf;

namespace {

QJsonObject renameUser(QJsonObject document)
{
    document.insert(QLatin1String("userName"), document.take(QLatin1String("user")));
    return document;
}

QJsonObject addLabel(QJsonObject document)
{
    document.insert(QLatin1String("label"), document.value(QLatin1String("userName")));
    return document;
}

constexpr std::array<LadderStep, 2> steps { LadderStep { "user is called userName", renameUser },
                                            LadderStep { "a label is the name at first", addLabel } };

QJsonObject parse(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class TestLadder final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyVersionClimbsTheStepsThatItLacks_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::newRow("1") << QByteArray(R"({"version":1,"user":"jo"})");
        QTest::newRow("2") << QByteArray(R"({"version":2,"userName":"jo"})");
        QTest::newRow("3") << QByteArray(R"({"version":3,"userName":"jo","label":"jo"})");
    }
    void everyVersionClimbsTheStepsThatItLacks()
    {
        QFETCH(QByteArray, document);
        QCOMPARE(climbLadder(parse(document), steps).value(), parse(R"({"version":3,"userName":"jo","label":"jo"})"));
    }

    void whatHasNoPlaceOnTheLadderIsRefused_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("kind");
        QTest::newRow("newer") << QByteArray(R"({"version":4})") << QStringLiteral("newer");
        QTest::newRow("none") << QByteArray(R"({})") << QStringLiteral("malformed");
        QTest::newRow("nought") << QByteArray(R"({"version":0})") << QStringLiteral("malformed");
        QTest::newRow("negative") << QByteArray(R"({"version":-1})") << QStringLiteral("malformed");
        QTest::newRow("broken") << QByteArray(R"({"version":1.5})") << QStringLiteral("malformed");
        QTest::newRow("text") << QByteArray(R"({"version":"1"})") << QStringLiteral("malformed");
        QTest::newRow("huge") << QByteArray(R"({"version":1e300})") << QStringLiteral("malformed");
    }
    void whatHasNoPlaceOnTheLadderIsRefused()
    {
        QFETCH(QByteArray, document);
        QFETCH(QString, kind);
        const auto result = climbLadder(parse(document), steps);
        QVERIFY(!result);
        QCOMPARE(kindName(result.error().kind), kind);
    }
};

QTEST_GUILESS_MAIN(TestLadder)
#include "test_ladder.moc"
