#include "core/docker/json_text.h"

#include <QTest>

using namespace wharf;
using wharf::docker::JsonText;

class TestJsonText final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEntryJoinsItsNeighboursAndLeavesNoTrace_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        // Where undoing gives other bytes than there were: an empty object that the user had goes.
        QTest::addColumn<QByteArray>("undone");

        const auto row = [](const char *name, const QByteArray &before, const QByteArray &after, const QByteArray &undone = "=") {
            QTest::newRow(name) << before << after << (undone == "=" ? before : undone);
        };
        row("nothing", "", "{\n\t\"credHelpers\": {\n\t\t\"h\": \"w\"\n\t}\n}", "{}");
        row("a line end", "\n", "{\n\t\"credHelpers\": {\n\t\t\"h\": \"w\"\n\t}\n}\n", "{}\n");
        row("an empty object", "{}", "{\n\t\"credHelpers\": {\n\t\t\"h\": \"w\"\n\t}\n}");
        row("an empty object, open", "{\n}\n", "{\n\t\"credHelpers\": {\n\t\t\"h\": \"w\"\n\t}\n}\n", "{}\n");
        row("tabs", "{\n\t\"auths\": {}\n}", "{\n\t\"auths\": {},\n\t\"credHelpers\": {\n\t\t\"h\": \"w\"\n\t}\n}");
        row("two blanks", "{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n  \"credHelpers\": {\n    \"h\": \"w\"\n  }\n}\n");
        row("four blanks", "{\n    \"a\": 1\n}", "{\n    \"a\": 1,\n    \"credHelpers\": {\n        \"h\": \"w\"\n    }\n}");
        row("Windows lines", "{\r\n  \"a\": 1\r\n}\r\n",
            "{\r\n  \"a\": 1,\r\n  \"credHelpers\": {\r\n    \"h\": \"w\"\r\n  }\r\n}\r\n");
        row("one line", "{\"a\":1}", "{\"a\":1,\"credHelpers\":{\"h\":\"w\"}}");
        row("one airy line", "{ \"a\": 1 }", "{ \"a\": 1, \"credHelpers\": {\"h\": \"w\"} }");
        row("others in it", "{\n  \"credHelpers\": {\n    \"x\": \"y\"\n  },\n  \"z\": 0\n}",
            "{\n  \"credHelpers\": {\n    \"x\": \"y\",\n    \"h\": \"w\"\n  },\n  \"z\": 0\n}");
        row("others in it, on one line", "{\n  \"credHelpers\": {\"x\": \"y\"}\n}",
            "{\n  \"credHelpers\": {\"x\": \"y\",\"h\": \"w\"}\n}");
        row("an empty map", "{\n\t\"credHelpers\": {}\n}", "{\n\t\"credHelpers\": {\n\t\t\"h\": \"w\"\n\t}\n}", "{}");
        row("null for a map", "{\n\t\"credHelpers\": null,\n\t\"z\": 0\n}",
            "{\n\t\"credHelpers\": {\n\t\t\"h\": \"w\"\n\t},\n\t\"z\": 0\n}", "{\n\t\"z\": 0\n}");
        row("two maps of the name", "{\"credHelpers\":{\"x\":\"y\"},\"credHelpers\":{\"z\":\"\"}}",
            "{\"credHelpers\":{\"x\":\"y\"},\"credHelpers\":{\"z\":\"\",\"h\":\"w\"}}");
        row("spellings a printer would change",
            "{\"n\":1.0,\"e\":1E+2,\"big\":123456789012345678901234567890,\"u\":\"\\u00e9\\/\",\"l\":[1,\n2 ],\"\\u0061\":{\"}\":\"{\"}}",
            "{\"n\":1.0,\"e\":1E+2,\"big\":123456789012345678901234567890,\"u\":\"\\u00e9\\/\",\"l\":[1,\n2 ],\"\\u0061\":{\"}\":\"{\"}"
            ",\"credHelpers\":{\"h\":\"w\"}}");
        row("brackets, commas and quotes in strings", "{\"a\":\"x\\\",}{][\\\\\",\"b\":[{\"c\":\"]\"}]}",
            "{\"a\":\"x\\\",}{][\\\\\",\"b\":[{\"c\":\"]\"}],\"credHelpers\":{\"h\":\"w\"}}");
        row("the same name further in", "{\"x\":{\"credHelpers\":{\"h\":\"no\"}}}",
            "{\"x\":{\"credHelpers\":{\"h\":\"no\"}},\"credHelpers\":{\"h\":\"w\"}}");
    }

    void anEntryJoinsItsNeighboursAndLeavesNoTrace()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QByteArray, undone);
        auto json = JsonText::parse(before);
        QVERIFY(json.has_value());
        QVERIFY(json->setString("credHelpers", QStringLiteral("h"), QStringLiteral("w")).has_value());
        QCOMPARE(json->text(), after);
        QVERIFY(JsonText::parse(json->text()).has_value());
        QCOMPARE(json->string("credHelpers", QStringLiteral("h")).value(), std::optional(QStringLiteral("w")));
        QVERIFY(json->remove("credHelpers", QStringLiteral("h")).has_value());
        QCOMPARE(json->text(), undone);
    }

    void aValueIsReplacedInItsPlace_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("in the middle") << QByteArray("{\"credHelpers\":{\"a\":\"1\", \"h\" : \"old\" ,\"b\":\"2\"}}")
                                       << QByteArray("{\"credHelpers\":{\"a\":\"1\", \"h\" : \"w\" ,\"b\":\"2\"}}");
        QTest::newRow("null") << QByteArray("{\"credHelpers\":{\"h\":null}}") << QByteArray("{\"credHelpers\":{\"h\":\"w\"}}");
        QTest::newRow("twice") << QByteArray("{\"credHelpers\":{\"h\":\"1\",\"h\":\"2\"},\"credHelpers\":{\"h\":\"3\"}}")
                               << QByteArray("{\"credHelpers\":{\"h\":\"w\",\"h\":\"w\"},\"credHelpers\":{\"h\":\"w\"}}");
        QTest::newRow("a name in disguise") << QByteArray("{\"cred\\u0048elpers\":{\"\\u0068\":\"old\"}}")
                                            << QByteArray("{\"cred\\u0048elpers\":{\"\\u0068\":\"w\"}}");
    }

    void aValueIsReplacedInItsPlace()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        auto json = JsonText::parse(before);
        QVERIFY(json->setString("credHelpers", QStringLiteral("h"), QStringLiteral("w")).has_value());
        QCOMPARE(json->text(), after);
    }

    void removingLeavesTheOthers_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("first") << QByteArray("{\"credHelpers\": {\n \"h\": \"w\",\n \"b\": \"2\"\n}}")
                               << QByteArray("{\"credHelpers\": {\n \"b\": \"2\"\n}}");
        QTest::newRow("middle") << QByteArray("{\"credHelpers\": {\n \"a\": \"1\",\n \"h\": \"w\",\n \"b\": \"2\"\n}}")
                                << QByteArray("{\"credHelpers\": {\n \"a\": \"1\",\n \"b\": \"2\"\n}}");
        QTest::newRow("last") << QByteArray("{\"credHelpers\": {\n \"a\": \"1\",\n \"h\": \"w\"\n}}")
                              << QByteArray("{\"credHelpers\": {\n \"a\": \"1\"\n}}");
        QTest::newRow("every one") << QByteArray("{\"credHelpers\":{\"h\":\"1\",\"a\":\"x\",\"h\":\"2\"},\"credHelpers\":{\"h\":\"3\"},\"z\":0}")
                                   << QByteArray("{\"credHelpers\":{\"a\":\"x\"},\"z\":0}");
        QTest::newRow("only one, first in the file") << QByteArray("{\n\t\"credHelpers\": {\n\t\t\"h\": \"w\"\n\t},\n\t\"z\": 0\n}")
                                                     << QByteArray("{\n\t\"z\": 0\n}");
        QTest::newRow("not there") << QByteArray("{ \"credHelpers\" : { } }") << QByteArray("{ \"credHelpers\" : { } }");
    }

    void removingLeavesTheOthers()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        auto json = JsonText::parse(before);
        QVERIFY(json->remove("credHelpers", QStringLiteral("h")).has_value());
        QCOMPARE(json->text(), after);
    }

    void whatDockerCannotReadIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("cut") << QByteArray("{\n\t\"auths\": {\n\t\t\"h\": {\"auth\": \"c2Vjcm") << QStringLiteral("line 3, column 24");
        QTest::newRow("no object") << QByteArray("[1]") << QStringLiteral("not an object");
        QTest::newRow("a word") << QByteArray("secret") << QStringLiteral("line 1, column 1");
        QTest::newRow("more behind it") << QByteArray("{} {}") << QStringLiteral("line 1, column 4");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}") << QStringLiteral("byte order mark");
        QTest::newRow("UTF-16") << QByteArray("{\0}\0", 4) << QStringLiteral("line 1, column 2");
        QTest::newRow("Latin-1") << QByteArray("{\"a\":\"\xE9\"}") << QStringLiteral("line 1, column 8");
        QTest::newRow("a comment") << QByteArray("{\n// no\n}") << QStringLiteral("line 2, column 1");
        QTest::newRow("a comma too many") << QByteArray("{\"a\":1,}") << QStringLiteral("line 1, column 8");
        QTest::newRow("an endless number") << QByteArray("{\"a\":1e999}") << QStringLiteral("a number out of range");
    }

    void whatDockerCannotReadIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, said);
        const auto json = JsonText::parse(text);
        QVERIFY(!json.has_value());
        QCOMPARE(json.error().kind, Kind::Malformed);
        QCOMPARE(json.error().serverSaid, said);
    }

    void aMapOfTheWrongShapeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("list") << QByteArray("{\"credHelpers\":[]}") << QStringLiteral("not an object: line 1, column 16");
        QTest::newRow("string") << QByteArray("{\n\"credHelpers\":\"wharfinger\"}") << QStringLiteral("not an object: line 2, column 15");
        QTest::newRow("number in it") << QByteArray("{\"credHelpers\":{\"a\":1}}") << QStringLiteral("not a string: line 1, column 21");
        QTest::newRow("map in it") << QByteArray("{\"credHelpers\":{\"a\":{}}}") << QStringLiteral("not a string: line 1, column 21");
    }

    void aMapOfTheWrongShapeIsRefused()
    {
        QFETCH(QByteArray, text);
        auto json = JsonText::parse(text);
        QVERIFY(json.has_value());
        QTEST(json->string("credHelpers", QStringLiteral("h")).error().serverSaid, "said");
        QCOMPARE(json->string("credHelpers", QStringLiteral("h")).error().kind, Kind::Malformed);
        QCOMPARE(json->setString("credHelpers", QStringLiteral("h"), QStringLiteral("w")).error().kind, Kind::Malformed);
        QCOMPARE(json->remove("credHelpers", QStringLiteral("h")).error().kind, Kind::Malformed);
        QCOMPARE(json->text(), text);
    }

    void depthIsNoDanger()
    {
        const QByteArray deep = "{\"a\":" + QByteArray(200'000, '[') + QByteArray(200'000, ']') + "}";
        auto json = JsonText::parse(deep);
        QVERIFY(json.has_value());
        QVERIFY(json->setString("credHelpers", QStringLiteral("h"), QStringLiteral("w")).has_value());
        QVERIFY(json->text().startsWith(deep.chopped(1)));
    }

    void namesAreWrittenSafely()
    {
        auto json = JsonText::parse("{}");
        const QString name = QStringLiteral("h\"\\\n\u00e9");
        QVERIFY(json->setString("credHelpers", name, QStringLiteral("\"")).has_value());
        QCOMPARE(JsonText::parse(json->text())->string("credHelpers", name).value(), std::optional(QStringLiteral("\"")));
    }
};

QTEST_GUILESS_MAIN(TestJsonText)
#include "test_json_text.moc"
