#include "core/accounts/memory_store.h"
#include "core/async/later.h"
#include "core/push/account_access.h"
#include "core/push/push_queue.h"
#include "core/push/recognise_file.h"
#include "tests/support/fake_push.h"
#include "tests/support/manual_clock.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>



using namespace wharf;
using namespace wharf::push;
using State = QueuedPush::State;

namespace {

using AccessLater = Later<Result<PushAccess>>;

Task<Result<PushAccess>> waitFor(std::shared_ptr<AccessLater> later)
{
    co_return co_await *later;
}

Task<Result<PushAccess>> at(Result<PushAccess> access)
{
    co_return access;
}

PushOrder order(const char *destination, const char *source = "app:1")
{
    return { .source = { .kind = SourceName::Kind::Docker, .place = QLatin1String(source), .reference = {} },
             .destination = registry::ImageReference::parse(QLatin1String(destination)).value() };
}

/// A queue with pushes that do as they are told.
class Rig {
public:
    Rig() { open(); }

    void open()
    {
        queue.reset();
        queue = std::make_unique<PushQueue>(PushQueue::Setting { .make = pushes.factory(),
                                                                 .access = [this](const QUuid &account, const registry::RegistryHost &host) {
                                                                     asked.append(account.toString(QUuid::WithoutBraces) + QLatin1Char('@') + host.name());
                                                                     return access ? at(*access) : waitFor(later);
                                                                 },
                                                                 .clock = clock,
                                                                 .file = QueueFile(path()) });
    }

    [[nodiscard]] QString path() const { return folder.filePath(QStringLiteral("state/push/queue.json")); }
    [[nodiscard]] State state(const QUuid &id) const { return queue->find(id)->state; }
    [[nodiscard]] QByteArray written() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] qsizetype ordersOnDisk() const
    {
        return QJsonDocument::fromJson(written()).object().value(QLatin1String("orders")).toArray().size();
    }

    QTemporaryDir folder;
    test::FakePushes pushes;
    std::shared_ptr<test::ManualClock> clock = std::make_shared<test::ManualClock>();
    std::optional<Result<PushAccess>> access = PushAccess();
    std::shared_ptr<AccessLater> later = std::make_shared<AccessLater>();
    QStringList asked;
    std::unique_ptr<PushQueue> queue;
};

const QUuid jo(QLatin1String("6f1c0d52-3c86-4d0e-9a57-0d6f4f5a1001"));

} // namespace

/// Whose turn it is, and what survives.
class TestPushQueue final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneForEachRegistryAndTwoInAllRunAtATime()
    {
        Rig rig;
        rig.queue->add(order("one.example/a:1"), jo);
        rig.queue->add(order("one.example/b:1"), jo);
        rig.queue->add(order("two.example/c:1"), jo);
        rig.queue->add(order("three.example/d:1"), jo);
        QCOMPARE(rig.pushes.log, QStringList({ QStringLiteral("start a"), QStringLiteral("start c") }));
        rig.pushes.to("a")->finish(PushOutcome {});
        QCOMPARE(rig.pushes.log.mid(2), QStringList({ QStringLiteral("start b") }));
        rig.pushes.to("c")->finish(PushOutcome {});
        QCOMPARE(rig.pushes.log.mid(3), QStringList({ QStringLiteral("start d") }));
    }

    void theCredentialIsReadWhenAPushStarts()
    {
        Rig rig;
        rig.queue->add(order("one.example/a:1"), jo);
        rig.queue->add(order("one.example/b:1"), jo);
        QCOMPARE(rig.asked, QStringList({ jo.toString(QUuid::WithoutBraces) + QStringLiteral("@one.example") }));
        rig.pushes.to("a")->finish(PushOutcome {});
        QCOMPARE(rig.asked.size(), 2);
    }

    void aLockedKeychainFailsThePush()
    {
        Rig rig;
        rig.access = Result<PushAccess>(fail({ .stage = Stage::Keychain, .kind = Kind::Locked }));
        const QUuid id = rig.queue->add(order("one.example/a:1"), jo);
        QCOMPARE(rig.state(id), State::Failed);
        QCOMPARE(rig.queue->find(id)->failure->kind, Kind::Locked);
        rig.access = PushAccess();
        rig.queue->retry(id);
        QCOMPARE(rig.state(id), State::Running);
        QVERIFY(!rig.queue->find(id)->failure);
    }

    void cancelDoesNotWaitForTheKeychain()
    {
        Rig rig;
        rig.access.reset();
        const QUuid id = rig.queue->add(order("one.example/a:1"), jo);
        QCOMPARE(rig.state(id), State::Running);
        rig.queue->cancel(id, false);
        QCOMPARE(rig.state(id), State::Cancelled);
        rig.later->set(PushAccess());
        QVERIFY(rig.pushes.log.isEmpty());
        QCOMPARE(rig.state(id), State::Cancelled);
    }

    void theCredentialMayComeAfterTheQueueHasGone()
    {
        Rig rig;
        rig.access.reset();
        rig.queue->add(order("one.example/a:1"), jo);
        rig.queue.reset();
        rig.later->set(PushAccess());
        QVERIFY(rig.pushes.log.isEmpty());
    }

    void pausedPushesMakeRoomAndGoOn()
    {
        Rig rig;
        const QUuid a = rig.queue->add(order("one.example/a:1"), jo);
        const QUuid b = rig.queue->add(order("one.example/b:1"), jo);
        rig.queue->pause(a);
        QCOMPARE(rig.state(a), State::Paused);
        QCOMPARE(rig.state(b), State::Running);
        rig.queue->resume(a);
        QCOMPARE(rig.state(a), State::Waiting);
        rig.pushes.to("b")->finish(PushOutcome {});
        QCOMPARE(rig.state(a), State::Running);
        QCOMPARE(rig.pushes.log, QStringList({ QStringLiteral("start a"), QStringLiteral("pause a"), QStringLiteral("start b"), QStringLiteral("resume a") }));
        QCOMPARE(rig.asked.size(), 2);
    }

    void aWaitingOneThatIsPausedIsPassedOver()
    {
        Rig rig;
        rig.queue->add(order("one.example/a:1"), jo);
        const QUuid b = rig.queue->add(order("one.example/b:1"), jo);
        const QUuid c = rig.queue->add(order("one.example/c:1"), jo);
        rig.queue->pause(b);
        rig.pushes.to("a")->finish(PushOutcome {});
        QCOMPARE(rig.state(b), State::Paused);
        QCOMPARE(rig.state(c), State::Running);
    }

    void anEngineCannotBePaused()
    {
        Rig rig;
        PushOrder daemons = order("one.example/a:1");
        daemons.via = PushOrder::Via::Daemon;
        const QUuid id = rig.queue->add(daemons, jo);
        rig.queue->pause(id);
        QCOMPARE(rig.state(id), State::Running);
        QCOMPARE(rig.pushes.log, QStringList({ QStringLiteral("start a") }));
    }

    void cancelBothWays_data()
    {
        QTest::addColumn<bool>("forGood");
        QTest::addColumn<QString>("word");
        QTest::newRow("what arrived is kept") << false << QStringLiteral("keep a");
        QTest::newRow("what arrived is deleted") << true << QStringLiteral("delete a");
    }

    void cancelBothWays()
    {
        QFETCH(const bool, forGood);
        QFETCH(const QString, word);
        Rig rig;
        const QUuid id = rig.queue->add(order("one.example/a:1"), jo);
        const QUuid next = rig.queue->add(order("one.example/b:1"), jo);
        rig.pushes.to("a")->endsAtOnce = false;
        QSignalSpy ended(rig.queue.get(), &PushQueue::ended);
        rig.queue->cancel(id, forGood);
        QCOMPARE(rig.state(id), State::Cancelling);
        QCOMPARE(rig.state(next), State::Waiting); // its uploads are being taken back
        QVERIFY(ended.isEmpty());
        rig.pushes.to("a")->finish(fail({ .kind = Kind::Cancelled }));
        QCOMPARE(rig.state(id), State::Cancelled);
        QCOMPARE(rig.state(next), State::Running);
        QCOMPARE(ended.size(), 1);
        QCOMPARE(rig.pushes.log.at(1), word);
    }

    void aFailureIsKeptAndRetriedWithANewPush()
    {
        Rig rig;
        const QUuid id = rig.queue->add(order("one.example/a:1"), jo);
        rig.pushes.to("a")->report(test::uploading(3, 10, 100));
        rig.pushes.to("a")->finish(fail({ .stage = Stage::Registry, .kind = Kind::TooLarge, .httpStatus = 413 }));
        QCOMPARE(rig.state(id), State::Failed);
        QCOMPARE(rig.queue->find(id)->failure->httpStatus, 413);
        QCOMPARE(rig.queue->find(id)->progress.blobs.size(), 3);
        rig.queue->retry(id);
        QCOMPARE(rig.state(id), State::Running);
        QCOMPARE(rig.pushes.log, QStringList({ QStringLiteral("start a"), QStringLiteral("start a") }));
        QVERIFY(rig.queue->find(id)->progress.blobs.isEmpty());
    }

    void onlyWhatIsNotUnderWayIsRemoved()
    {
        Rig rig;
        const QUuid id = rig.queue->add(order("one.example/a:1"), jo);
        rig.queue->remove(id);
        QVERIFY(rig.queue->find(id));
        rig.pushes.to("a")->finish(PushOutcome { .digest = QStringLiteral("sha256:1") });
        QCOMPARE(rig.queue->find(id)->outcome->digest, QStringLiteral("sha256:1"));
        rig.queue->remove(id);
        QVERIFY(!rig.queue->find(id));
        QVERIFY(rig.queue->ids().isEmpty());
    }

    void aRestartBringsBackWhatHasNotEnded()
    {
        Rig rig;
        PushOrder whole = order("one.example/a:1");
        whole.source = { .kind = SourceName::Kind::OciArchive, .place = QStringLiteral("/tmp/with:colon.tar"), .reference = QStringLiteral("v1") };
        whole.jobs = 5;
        whole.chunkSize = 10'000'000;
        whole.bytesPerSecond = 2'000'000;
        const QUuid running = rig.queue->add(whole, jo);
        PushOrder daemons = order("one.example/b:1");
        daemons.via = PushOrder::Via::Daemon;
        const QUuid waiting = rig.queue->add(daemons, {});
        const QUuid done = rig.queue->add(order("two.example/c:1"), jo);
        rig.pushes.to("c")->finish(PushOutcome {});
        rig.open();
        QCOMPARE(rig.queue->ids(), QList<QUuid>({ running, waiting }));
        QVERIFY(!rig.queue->find(done));
        QCOMPARE(rig.state(running), State::Interrupted);
        QCOMPARE(rig.queue->find(running)->order, whole);
        QCOMPARE(rig.queue->find(running)->account, jo);
        QCOMPARE(rig.queue->find(running)->added, rig.clock->now());
        QCOMPARE(rig.queue->find(waiting)->order, daemons);
        // Nothing goes on by itself: the line, or the hour, may be another one.
        QCOMPARE(rig.pushes.log.size(), 2);
        rig.queue->retry(running);
        QCOMPARE(rig.state(running), State::Running);
    }

    void noSecretIsWritten()
    {
        Rig rig;
        rig.access = PushAccess { .credential = { .userName = QStringLiteral("jo"), .secret = std::make_shared<const Secret>(QByteArrayLiteral("never-on-disk")) }, .network = {} };
        rig.queue->add(order("one.example/a:1"), jo);
        QVERIFY(rig.written().contains("one.example/a:1"));
        QVERIFY(!rig.written().contains("never-on-disk"));
        QCOMPARE(QFile::permissions(rig.path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void aFileThatCannotBeReadIsNotLost_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<bool>("stays"); ///< after the next order has been added
        QTest::newRow("newer") << QByteArray("{\"version\": 2, \"orders\": []}") << QStringLiteral("newer") << true;
        QTest::newRow("cut in half") << QByteArray("{\"version\": 1, \"ord") << QStringLiteral("malformed") << false;
        QTest::newRow("no version") << QByteArray("{\"orders\": []}") << QStringLiteral("malformed") << false;
        QTest::newRow("empty") << QByteArray("") << QStringLiteral("malformed") << false;
        QTest::newRow("an array") << QByteArray("[]") << QStringLiteral("malformed") << false;
    }

    void aFileThatCannotBeReadIsNotLost()
    {
        QFETCH(const QByteArray, written);
        QFETCH(const QString, trouble);
        QFETCH(const bool, stays);
        Rig rig;
        rig.queue.reset();
        QVERIFY(QDir().mkpath(rig.folder.filePath(QStringLiteral("state/push"))));
        QFile file(rig.path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(written);
        file.close();
        rig.open();
        QVERIFY(rig.queue->trouble());
        QCOMPARE(kindName(rig.queue->trouble()->kind), trouble);
        const QUuid id = rig.queue->add(order("one.example/a:1"), jo);
        QCOMPARE(rig.state(id), State::Running);
        QCOMPARE(rig.queue->trouble().has_value(), stays);
        const bool setAside = !QDir(rig.folder.filePath(QStringLiteral("state/push"))).entryList({ QStringLiteral("*.damaged-*") }).isEmpty();
        QCOMPARE(setAside, !stays);
        QCOMPARE(rig.written() == written, stays);
    }

    void ordersWithoutSenseAreLeftOut()
    {
        Rig rig;
        rig.queue.reset();
        QVERIFY(QDir().mkpath(rig.folder.filePath(QStringLiteral("state/push"))));
        QFile file(rig.path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QStringList orders {
            QStringLiteral("{'id': 'nonsense', 'source': {'kind': 'docker', 'place': 'a'}, 'destination': 'one.example/a:1'}"),
            QStringLiteral("{'id': 'ID', 'source': {'kind': 'ftp', 'place': 'a'}, 'destination': 'one.example/a:1'}"),
            QStringLiteral("{'id': 'ID', 'source': {'kind': 'docker', 'place': ''}, 'destination': 'one.example/a:1'}"),
            QStringLiteral("{'id': 'ID', 'source': {'kind': 'docker', 'place': 'a'}, 'destination': 'one.example/CAPITALS'}"),
            QStringLiteral("{'id': 'ID', 'source': {'kind': 'docker', 'place': 'a'}, 'destination': 'one.example/a:1', 'jobs': 1000, 'chunkSize': -5}"),
            QStringLiteral("{'id': 'ID', 'source': {'kind': 'docker', 'place': 'twice'}, 'destination': 'one.example/a:1'}"),
            QStringLiteral("7"),
            QStringLiteral("null"),
        };
        QString document = QStringLiteral("{'version': 1, 'orders': [%1]}").arg(orders.join(QLatin1Char(',')));
        document.replace(QLatin1String("ID"), jo.toString(QUuid::WithoutBraces)).replace(QLatin1Char('\''), QLatin1Char('"'));
        file.write(document.toUtf8());
        file.close();
        rig.open();
        QCOMPARE(rig.queue->ids().size(), 1);
        const PushOrder &read = rig.queue->find(jo)->order;
        QCOMPARE(read.source.place, QStringLiteral("a"));
        QCOMPARE(read.jobs, 16);
        QCOMPARE(read.chunkSize, 0);
    }

    void whatHasEndedIsOffTheDisk()
    {
        Rig rig;
        const QUuid a = rig.queue->add(order("one.example/a:1"), jo);
        const QUuid b = rig.queue->add(order("one.example/b:1"), jo);
        QCOMPARE(rig.ordersOnDisk(), 2);
        rig.pushes.to("a")->finish(PushOutcome {});
        QCOMPARE(rig.ordersOnDisk(), 1);
        rig.queue->cancel(b, false);
        QCOMPARE(rig.ordersOnDisk(), 0);
        rig.queue->retry(b);
        QCOMPARE(rig.ordersOnDisk(), 1);
        Q_UNUSED(a)
    }

    void aSecretGoesToItsOwnRegistryOnly()
    {
        const auto store = std::make_shared<accounts::MemoryStore>();
        accounts::Account account;
        account.id = jo;
        account.host = registry::RegistryHost::parse(QStringLiteral("one.example")).value();
        account.userName = QStringLiteral("jo");
        accounts::Accounts all;
        all.put(account);
        QVERIFY(QCoro::waitFor(store->write(account.storeKey(), std::make_shared<const Secret>(QByteArrayLiteral("secret")))));
        const auto own = QCoro::waitFor(accountAccess(store, all, jo, account.host));
        QVERIFY(own);
        QCOMPARE(own->credential.userName, QStringLiteral("jo"));
        const auto other = QCoro::waitFor(accountAccess(store, all, jo, registry::RegistryHost::parse(QStringLiteral("two.example")).value()));
        QVERIFY(!other);
        const auto gone = QCoro::waitFor(accountAccess(store, {}, jo, account.host));
        QCOMPARE(gone.error().kind, Kind::NotFound);
        const auto nobody = QCoro::waitFor(accountAccess(store, all, {}, account.host));
        QVERIFY(nobody && nobody->credential.isAnonymous());
    }

    void filesAreRecognisedByWhatIsInThem_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<int>("kind");
        QTest::newRow("docker save") << QByteArray("manifest.json") << static_cast<int>(SourceName::Kind::DockerArchive);
        QTest::newRow("an OCI archive") << QByteArray("oci-layout") << static_cast<int>(SourceName::Kind::OciArchive);
        QTest::newRow("with a dot in front") << QByteArray("./index.json") << static_cast<int>(SourceName::Kind::OciArchive);
        QTest::newRow("something else") << QByteArray("readme") << static_cast<int>(SourceName::Kind::DockerArchive);
        QTest::newRow("no archive") << QByteArray() << static_cast<int>(SourceName::Kind::DockerArchive);
    }

    void filesAreRecognisedByWhatIsInThem()
    {
        QFETCH(const QByteArray, first);
        QFETCH(const int, kind);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("image.tar"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        if (!first.isEmpty())
            file.write(tarOf({ "blobs/x", first }));
        file.close();
        QCOMPARE(static_cast<int>(recogniseFile(path).kind), kind);
        QCOMPARE(recogniseFile(path).place, path);
        QCOMPARE(recogniseFile(folder.path()).kind, SourceName::Kind::OciLayout);
    }

private:
    /// Empty files of these names.
    static QByteArray tarOf(const QList<QByteArray> &names)
    {
        QByteArray tar;
        for (const QByteArray &name : names) {
            QByteArray header(512, '\0');
            header.replace(0, name.size(), name);
            header.replace(100, 7, "0000644");
            header.replace(108, 7, "0000000");
            header.replace(116, 7, "0000000");
            header.replace(124, 11, "00000000000");
            header.replace(136, 11, "00000000000");
            header.replace(148, 8, "        ");
            header[156] = '0';
            header.replace(257, 6, QByteArray("ustar\0", 6));
            header.replace(263, 2, "00");
            int sum = 0;
            for (const char byte : std::as_const(header))
                sum += static_cast<unsigned char>(byte);
            header.replace(148, 8, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
            tar += header;
        }
        return tar + QByteArray(1024, '\0');
    }
};

QTEST_GUILESS_MAIN(TestPushQueue)
#include "test_push_queue.moc"
