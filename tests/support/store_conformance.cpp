#include "tests/support/store_conformance.h"

#include <QTest>

#include <QCoro/QCoroTask>

namespace wharf::test {

namespace {

SharedSecret secret(const QByteArray &bytes)
{
    return std::make_shared<const Secret>(bytes);
}

QByteArray textOf(const Result<SharedSecret> &result)
{
    return result ? (*result)->reveal([](QByteArrayView bytes) { return bytes.toByteArray(); }) : QByteArray();
}

QByteArray allBytes(int size)
{
    QByteArray bytes;
    for (int n = 0; n < size; ++n)
        bytes.append(static_cast<char>(n % 256));
    return bytes;
}

} // namespace

void checkStoreConforms(accounts::CredentialStore &store)
{
    const QString first = QStringLiteral("account/0b7c3d50-5a51-4b5f-9a5c-000000000001");
    const QString second = QStringLiteral("account/0b7c3d50-5a51-4b5f-9a5c-000000000002");
    QVERIFY(!store.name().isEmpty());

    // What is not there is missing, and removing it is no error.
    const auto missing = QCoro::waitFor(store.read(first));
    QVERIFY(!missing);
    QVERIFY(accounts::isMissingEntry(missing.error()));
    QVERIFY(QCoro::waitFor(store.remove(first)));

    const QList<QByteArray> values {
        "hunter2", "  blanks \n and lines \n", "\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c", QByteArray("\0nul\0", 5),
        "\xff\xfe no text", "wharfinger-pieces:1:a:2:", "wharfinger-pieces:", QByteArray(2048, 'x'), QByteArray(2049, 'x'),
        allBytes(10 * 1024), allBytes(64 * 1024), "short again",
    };
    for (const QByteArray &value : values) {
        QVERIFY(QCoro::waitFor(store.write(first, secret(value))));
        QCOMPARE(textOf(QCoro::waitFor(store.read(first))), value);
    }

    // Entries do not touch each other.
    QVERIFY(QCoro::waitFor(store.write(second, secret("another"))));
    QCOMPARE(textOf(QCoro::waitFor(store.read(first))), QByteArray("short again"));
    QVERIFY(QCoro::waitFor(store.remove(first)));
    QVERIFY(accounts::isMissingEntry(QCoro::waitFor(store.read(first)).error()));
    QCOMPARE(textOf(QCoro::waitFor(store.read(second))), QByteArray("another"));

    // Several at once.
    auto writing = store.write(first, secret("one"));
    auto reading = store.read(second);
    auto rewriting = store.write(second, secret("two"));
    QVERIFY(QCoro::waitFor(writing));
    QVERIFY(QCoro::waitFor(reading));
    QVERIFY(QCoro::waitFor(rewriting));
    QCOMPARE(textOf(QCoro::waitFor(store.read(first))), QByteArray("one"));
    QCOMPARE(textOf(QCoro::waitFor(store.read(second))), QByteArray("two"));

    // What nobody can take is said, and changes nothing.
    const auto tooLong = QCoro::waitFor(store.write(first, secret(QByteArray(64 * 1024 + 1, 'x'))));
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().stage, Stage::Keychain);
    QCOMPARE(tooLong.error().kind, Kind::TooLarge);
    QCOMPARE(QCoro::waitFor(store.write(first, secret(""))).error().kind, Kind::Invalid);
    QCOMPARE(QCoro::waitFor(store.write(first, nullptr)).error().kind, Kind::Invalid);
    QCOMPARE(textOf(QCoro::waitFor(store.read(first))), QByteArray("one"));

    QVERIFY(QCoro::waitFor(store.remove(first)));
    QVERIFY(QCoro::waitFor(store.remove(second)));
    QVERIFY(accounts::isMissingEntry(QCoro::waitFor(store.read(second)).error()));
}

} // namespace wharf::test
