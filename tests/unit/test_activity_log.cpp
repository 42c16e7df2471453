#include "core/activity/push_recorder.h"
#include "tests/support/fake_push.h"
#include "tests/support/manual_clock.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf;
using namespace wharf::activity;

namespace {

ActivityEntry entry(int number, QLatin1String kind = pushDone)
{
    return { .time = QDateTime(QDate(2026, 3, 2), QTime(9, 0), Qt::UTC).addSecs(number),
             .kind = kind,
             .host = QStringLiteral("registry.example.com"),
             .repository = QStringLiteral("group/app:%1").arg(number),
             .account = QUuid(QLatin1String("6f1c0d52-3c86-4d0e-9a57-0d6f4f5a1001")),
             .facts = { { QStringLiteral("digest"), QStringLiteral("sha256:%1").arg(number) } } };
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QStringList repositories(const QList<ActivityEntry> &entries)
{
    QStringList all;
    for (const ActivityEntry &one : entries)
        all.append(one.repository);
    return all;
}

} // namespace

/// What the activity file keeps, and what it survives.
class TestActivityLog final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void entriesComeBackTheNewestFirst()
    {
        QTemporaryDir folder;
        ActivityLog log(folder.filePath(QStringLiteral("state/activity.jsonl")));
        QVERIFY(log.newest(10).isEmpty());
        QSignalSpy appended(&log, &ActivityLog::appended);
        for (int number = 1; number <= 3; ++number)
            QVERIFY(log.append(entry(number)));
        QCOMPARE(appended.size(), 3);
        QCOMPARE(log.newest(10), QList<ActivityEntry>({ entry(3), entry(2), entry(1) }));
        QCOMPARE(log.newest(2), QList<ActivityEntry>({ entry(3), entry(2) }));
        QVERIFY(log.newest(0).isEmpty());
        QCOMPARE(QFile::permissions(log.path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void aFilterCountsWhatItLetsThrough()
    {
        QTemporaryDir folder;
        ActivityLog log(folder.filePath(QStringLiteral("activity.jsonl")));
        for (int number = 0; number < 10; ++number)
            QVERIFY(log.append(entry(number, number % 2 ? pushFailed : pushDone)));
        const auto failed = log.newest(3, [](const ActivityEntry &one) { return one.kind == pushFailed; });
        QCOMPARE(repositories(failed), QStringList({ QStringLiteral("group/app:9"), QStringLiteral("group/app:7"), QStringLiteral("group/app:5") }));
    }

    void aFileCutInHalfLosesItsBrokenLineOnly()
    {
        QTemporaryDir folder;
        ActivityLog log(folder.filePath(QStringLiteral("activity.jsonl")));
        for (int number = 1; number <= 3; ++number)
            QVERIFY(log.append(entry(number)));
        QByteArray bytes = contents(log.path());
        bytes.chop(20);
        write(log.path(), bytes);
        QCOMPARE(log.newest(10), QList<ActivityEntry>({ entry(2), entry(1) }));
        // What is appended does not grow onto the broken line.
        QVERIFY(log.append(entry(4)));
        QCOMPARE(log.newest(10), QList<ActivityEntry>({ entry(4), entry(2), entry(1) }));
    }

    void linesOfOthersArePassedOver_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no JSON") << QByteArray("garbage");
        QTest::newRow("an empty line") << QByteArray("");
        QTest::newRow("no object") << QByteArray("[1, 2]");
        QTest::newRow("no time") << QByteArray(R"({"kind": "push-done"})");
        QTest::newRow("a time that is none") << QByteArray(R"({"kind": "push-done", "time": "yesterday"})");
        QTest::newRow("no kind") << QByteArray(R"({"time": "2026-03-02T09:00:00.000Z"})");
        QTest::newRow("bytes") << QByteArray("\xff\xfe\x00\x01", 4);
    }

    void linesOfOthersArePassedOver()
    {
        QFETCH(const QByteArray, line);
        QTemporaryDir folder;
        ActivityLog log(folder.filePath(QStringLiteral("activity.jsonl")));
        write(log.path(), printEntry(entry(1)) + line + '\n' + printEntry(entry(2)));
        QCOMPARE(log.newest(10), QList<ActivityEntry>({ entry(2), entry(1) }));
    }

    void aKindOfLaterVersionsIsKept()
    {
        const auto read = readEntry(R"({"time": "2026-03-02T09:00:00.000Z", "kind": "token-renewed", "facts": {"process": "docker", "odd": 7}, "more": 1})");
        QVERIFY(read);
        QCOMPARE(read->kind, QStringLiteral("token-renewed"));
        QCOMPARE(read->facts.value(QStringLiteral("process")), QStringLiteral("docker"));
        QVERIFY(!read->facts.contains(QStringLiteral("odd")));
    }

    void itRotatesAtAMiBAndKeepsOneOldFile()
    {
        QTemporaryDir folder;
        ActivityLog log(folder.filePath(QStringLiteral("activity.jsonl")));
        ActivityEntry large = entry(0);
        large.facts.insert(QStringLiteral("words"), QString(60'000, QLatin1Char('x')));
        for (int number = 0; number < 45; ++number) {
            large.repository = QStringLiteral("group/app:%1").arg(number);
            QVERIFY(log.append(large));
            QVERIFY(QFile(log.path()).size() <= ActivityLog::mostBytes);
        }
        QVERIFY(QFile(log.oldPath()).size() <= ActivityLog::mostBytes);
        const QStringList kept = repositories(log.newest(1000));
        QCOMPARE(kept.first(), QStringLiteral("group/app:44"));
        QVERIFY2(kept.size() >= 17 && kept.size() < 40, qPrintable(QString::number(kept.size())));
        for (qsizetype at = 0; at < kept.size(); ++at)
            QCOMPARE(kept.at(at), QStringLiteral("group/app:%1").arg(44 - at));
    }

    void anEntryOfAbsurdLengthIsRefused()
    {
        QTemporaryDir folder;
        ActivityLog log(folder.filePath(QStringLiteral("activity.jsonl")));
        ActivityEntry large = entry(0);
        large.facts.insert(QStringLiteral("words"), QString(2'000'000, QLatin1Char('x')));
        const auto appended = log.append(large);
        QVERIFY(!appended);
        QCOMPARE(appended.error().kind, Kind::TooLarge);
        QVERIFY(contents(log.path()).isEmpty());
    }

    void aFolderThatCannotBeMadeIsSaid()
    {
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("state")), "a file");
        ActivityLog log(folder.filePath(QStringLiteral("state/activity.jsonl")));
        const auto appended = log.append(entry(1));
        QVERIFY(!appended);
        QCOMPARE(appended.error().kind, Kind::ReadOnly);
        QVERIFY(log.newest(10).isEmpty());
    }

    void endedPushesAreWritten()
    {
        QTemporaryDir folder;
        const auto clock = std::make_shared<test::ManualClock>();
        ActivityLog log(folder.filePath(QStringLiteral("activity.jsonl")));
        test::FakePushes pushes;
        push::PushQueue queue({ .make = pushes.factory(), .access = &anybody, .clock = clock, .file = push::QueueFile(folder.filePath(QStringLiteral("queue.json"))) });
        const PushRecorder recorder(queue, log, clock);
        const QUuid account = QUuid::createUuid();
        const auto push = [&queue, &account](const char *to) {
            queue.add({ .source = { .kind = push::SourceName::Kind::Docker, .place = QStringLiteral("app:1"), .reference = {} },
                        .destination = registry::ImageReference::parse(QLatin1String(to)).value() }, account);
        };
        push("one.example/a:1");
        pushes.to("a")->finish(push::PushOutcome { .digest = QStringLiteral("sha256:9"), .size = 588, .sent = 212, .milliseconds = 1500 });
        push("one.example/b:2");
        pushes.to("b")->finish(fail({ .stage = Stage::Registry, .kind = Kind::Forbidden, .httpStatus = 403 }));
        push("one.example/c");
        pushes.to("c")->report(test::uploading(1, 77, 100));
        queue.cancel(queue.ids().constLast(), false);

        const QList<ActivityEntry> all = log.newest(10);
        QCOMPARE(all.size(), 3);
        QCOMPARE(all[2].kind, QString(pushDone));
        QCOMPARE(all[2].host, QStringLiteral("one.example"));
        QCOMPARE(all[2].repository, QStringLiteral("a:1"));
        QCOMPARE(all[2].account, account);
        QCOMPARE(all[2].time, clock->now());
        QCOMPARE(all[2].facts.value(QStringLiteral("digest")), QStringLiteral("sha256:9"));
        QCOMPARE(all[2].facts.value(QStringLiteral("size")), QStringLiteral("588"));
        QCOMPARE(all[2].facts.value(QStringLiteral("sent")), QStringLiteral("212"));
        QCOMPARE(all[2].facts.value(QStringLiteral("milliseconds")), QStringLiteral("1500"));
        QCOMPARE(all[1].kind, QString(pushFailed));
        QCOMPARE(all[1].facts.value(QStringLiteral("stage")), QStringLiteral("registry"));
        QCOMPARE(all[1].facts.value(QStringLiteral("kind")), QStringLiteral("forbidden"));
        QVERIFY(all[1].facts.value(QStringLiteral("words")).contains(QStringLiteral("one.example")));
        QCOMPARE(all[0].kind, QString(pushCancelled));
        QCOMPARE(all[0].facts.value(QStringLiteral("sent")), QStringLiteral("77"));
    }

private:
    static Task<Result<push::PushAccess>> anybody(QUuid, registry::RegistryHost) { co_return push::PushAccess(); }
};

QTEST_GUILESS_MAIN(TestActivityLog)
#include "test_activity_log.moc"
