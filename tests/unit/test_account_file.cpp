#include "core/accounts/account_file.h"
#include "core/base/json.h"
#include "core/wording/wording.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <ctime>

using namespace wharf;
using namespace wharf::accounts;

namespace {

const QUuid firstId(QLatin1String("0b7c3d50-5a51-4b5f-9a5c-2f1f3c0e8a01"));

Account account(const QString &user, const char *host = "registry.example.com")
{
    Account made;
    made.id = QUuid::createUuid();
    made.host = registry::RegistryHost::parse(QString::fromLatin1(host)).value();
    made.userName = user;
    made.kind = TokenKind::DeployToken;
    made.created = QDateTime(QDate(2026, 3, 2), QTime(9, 0), Qt::UTC);
    return made;
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

QString fixture(const char *name)
{
    return QFINDTESTDATA(QLatin1String("fixtures/accounts/") + QLatin1String(name));
}

QString kindOf(const Result<Accounts> &result)
{
    return result ? QStringLiteral("fine") : kindName(result.error().kind);
}

} // namespace

class TestAccountFile final : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

    QStringList others() const
    {
        QStringList names = QDir(QFileInfo(m_path).path()).entryList(QDir::Files | QDir::Hidden);
        names.removeAll(QStringLiteral("accounts.json"));
        names.removeAll(QStringLiteral("accounts.json.lock"));
        names.removeAll(QStringLiteral("accounts.json.lock.queue"));
        return names;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("wharfinger/accounts.json"));
        QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
    }

    void aMissingFileIsAnEmptyList()
    {
        QCOMPARE(AccountFile(m_path).load().value(), Accounts());
        QVERIFY(!QFile::exists(m_path));
    }

    void readsVersionOne()
    {
        const Accounts accounts = AccountFile(fixture("v1.json")).load().value();
        QCOMPARE(accounts.list.size(), 2);
        Account expected;
        expected.id = firstId;
        expected.host = registry::RegistryHost::parse(QStringLiteral("registry.example.com:5050")).value();
        expected.userName = QStringLiteral("jo");
        expected.kind = TokenKind::PersonalAccessToken;
        expected.label = QStringLiteral("Work");
        expected.network = { true, QStringLiteral("/etc/pki/ca.pem"), QStringLiteral("/etc/pki/jo.crt"),
                             QStringLiteral("/etc/pki/jo.key") };
        expected.created = QDateTime(QDate(2026, 1, 5), QTime(8, 0), Qt::UTC);
        expected.lastProven = QDateTime(QDate(2026, 3, 1), QTime(17, 30, 0, 250), Qt::UTC);
        expected.facts = TokenFacts { QStringLiteral("laptop"),
                                      { QStringLiteral("read_registry"), QStringLiteral("write_registry") },
                                      QDate(2026, 12, 31),
                                      QDateTime(QDate(2026, 3, 1), QTime(17, 30, 1), Qt::UTC) };
        expected.repositories = { QStringLiteral("group/app"), QStringLiteral("group/app/worker") };
        QVERIFY(accounts.list.at(0) == expected);
        QVERIFY(accounts.list.at(1).host.isDockerHub());
        QCOMPARE(accounts.list.at(1).kind, TokenKind::Password);
        QCOMPARE(accounts.active.size(), 2);
    }

    void theTwinsOfVersionOneReadAlike_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("missing keys") << fixture("v1-missing-keys.json");
        QTest::newRow("empty values") << fixture("v1-empty-values.json");
    }
    void theTwinsOfVersionOneReadAlike()
    {
        QFETCH(QString, path);
        Account expected;
        expected.id = firstId;
        expected.host = registry::RegistryHost::parse(QStringLiteral("registry.example.com")).value();
        Accounts accounts;
        accounts.list = { expected };
        QVERIFY(AccountFile(path).load().value() == accounts);
    }

    void whatIsWrittenIsReadAgain()
    {
        const Accounts original = AccountFile(fixture("v1.json")).load().value();
        const auto put = [&](Accounts &accounts) { accounts = original; };
        QVERIFY(AccountFile(m_path).update(put).value() == original);
        QVERIFY(AccountFile(m_path).load().value() == original);
        QCOMPARE(QJsonDocument::fromJson(contents(m_path)), QJsonDocument::fromJson(contents(fixture("v1.json"))));
    }

    void theFileAndItsFolderAreForTheUserAlone()
    {
        const QString path = m_folder->filePath(QStringLiteral("new/wharfinger/accounts.json"));
        QVERIFY(AccountFile(path).update([](Accounts &accounts) { accounts.put(account(QStringLiteral("jo"))); }));
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther
            | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(path) & (others | QFile::ExeOwner)));
        QVERIFY(!(QFile::permissions(QFileInfo(path).path()) & others));
    }

    void aFileThatOthersCouldReadIsClosedToThemWhenItIsWritten()
    {
        write(m_path, contents(fixture("v1.json")));
        QFile::setPermissions(m_path, QFile::permissions(m_path) | QFile::ReadOther);
        QVERIFY(AccountFile(m_path).update([](Accounts &accounts) { accounts.remove(firstId); }));
        QVERIFY(!(QFile::permissions(m_path) & QFile::ReadOther));
    }

    void nothingIsWrittenWhereNothingChanges()
    {
        const QByteArray odd = R"({ "version":1,   "accounts":[] })";
        write(m_path, odd);
        QVERIFY(AccountFile(m_path).update([](Accounts &) {}));
        QCOMPARE(contents(m_path), odd);
    }

    void whatThisVersionDoesNotKnowIsKept()
    {
        write(m_path, R"({"version":1,"theme":"dark","accounts":[
            {"id":"0b7c3d50-5a51-4b5f-9a5c-2f1f3c0e8a01","host":"a.example","user":"jo","colour":"red","facts":{"name":"x","owner":7}},
            {"id":"0b7c3d50-5a51-4b5f-9a5c-2f1f3c0e8a02","host":"a.example","user":"kim","kind":"from-the-future"},
            {"id":"none of the kind","host":"a.example","user":"strange"}, 42]})");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("makes no sense")));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("makes no sense")));
        QVERIFY(AccountFile(m_path).update([](Accounts &accounts) {
            QCOMPARE(accounts.list.size(), 2);
            accounts.list[0].userName = QStringLiteral("joanna");
            accounts.put(account(QStringLiteral("lou")));
        }));
        const QJsonObject document = QJsonDocument::fromJson(contents(m_path)).object();
        QCOMPARE(document.value(QLatin1String("theme")).toString(), QStringLiteral("dark"));
        const QJsonArray accounts = document.value(QLatin1String("accounts")).toArray();
        QCOMPARE(accounts.size(), 5);
        QCOMPARE(accounts.at(0)[QLatin1String("user")].toString(), QStringLiteral("joanna"));
        QCOMPARE(accounts.at(0)[QLatin1String("colour")].toString(), QStringLiteral("red"));
        QCOMPARE(accounts.at(0)[QLatin1String("facts")][QLatin1String("owner")].toInt(), 7);
        QCOMPARE(accounts.at(1)[QLatin1String("kind")].toString(), QStringLiteral("from-the-future"));
        QCOMPARE(accounts.at(2)[QLatin1String("user")].toString(), QStringLiteral("lou"));
        QCOMPARE(accounts.at(3)[QLatin1String("user")].toString(), QStringLiteral("strange"));
        QCOMPARE(accounts.at(4).toInt(), 42);
    }

    void theSameIdTwiceIsTheFirstOnce()
    {
        write(m_path, R"({"version":1,"accounts":[
            {"id":"0b7c3d50-5a51-4b5f-9a5c-2f1f3c0e8a01","host":"a.example","user":"jo"},
            {"id":"0b7c3d50-5a51-4b5f-9a5c-2f1f3c0e8a01","host":"b.example","user":"kim"}]})");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("makes no sense")));
        const Accounts accounts = AccountFile(m_path).load().value();
        QCOMPARE(accounts.list.size(), 1);
        QCOMPARE(accounts.list.at(0).userName, QStringLiteral("jo"));
    }

    void anActiveEntryThatLeadsNowhereIsForgotten()
    {
        write(m_path, R"({"version":1,"accounts":[{"id":"0b7c3d50-5a51-4b5f-9a5c-2f1f3c0e8a01","host":"a.example"}],
            "active":{"b.example":"0b7c3d50-5a51-4b5f-9a5c-2f1f3c0e8a01","a.example":"0b7c3d50-5a51-4b5f-9a5c-2f1f3c0e8aff","c":5}})");
        QVERIFY(AccountFile(m_path).load().value().active.isEmpty());
    }

    void aFileThatMakesNoSenseIsReportedAndLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char *name, const QByteArray &bytes, const char *kind) {
            QTest::newRow(name) << bytes << QString::fromLatin1(kind);
        };
        row("empty", "", "malformed");
        row("no JSON", "hello", "malformed");
        row("a list", "[]", "malformed");
        row("no version", R"({"accounts":[]})", "malformed");
        row("version nought", R"({"version":0,"accounts":[]})", "malformed");
        row("from the future", R"({"version":2,"accounts":"who knows"})", "newer");
        row("from the far future", R"({"version":4000000000})", "newer");
        row("bytes", QByteArray("\x00\xff\xfe{\"version\":1}", 17), "malformed");
        row("nested without end", QByteArray(200'000, '['), "malformed");
        row("too long", R"({"version":1})" + QByteArray(4 * 1024 * 1024, ' '), "too-large");
    }
    void aFileThatMakesNoSenseIsReportedAndLeftAlone()
    {
        QFETCH(QByteArray, bytes);
        write(m_path, bytes);
        const auto result = AccountFile(m_path).load();
        QTEST(kindOf(result), "kind");
        QCOMPARE(result.error().stage, Stage::AccountFile);
        QCOMPARE(result.error().subject, m_path);
        // Reading, and a change that changes nothing, leave it where it is.
        const auto unchanged = AccountFile(m_path).update([](Accounts &) {});
        QCOMPARE(contents(m_path), bytes);
        QCOMPARE(others(), QStringList());
        QCOMPARE(unchanged.has_value(), result.error().kind == Kind::Malformed);
    }

    void jsonOfAnotherShapeIsNotCalledBroken_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("said");
        const QString broken;
        QTest::newRow("a list") << QByteArray("[]") << QString(json::notAnObject);
        QTest::newRow("a list with blanks") << QByteArray(" [1, 2]\n") << QString(json::notAnObject);
        QTest::newRow("a string") << QByteArray("\"hello\"") << QString(json::notAnObject);
        QTest::newRow("null") << QByteArray("null") << QString(json::notAnObject);
        QTest::newRow("no version") << QByteArray("{}") << QString(json::noVersion);
        QTest::newRow("nothing") << QByteArray() << broken;
        QTest::newRow("a word") << QByteArray("hello") << broken;
        QTest::newRow("two values") << QByteArray("1,2") << broken;
        QTest::newRow("cut in half") << QByteArray("[1,") << broken;
        QTest::newRow("closed and opened") << QByteArray("],[") << broken;
    }
    void jsonOfAnotherShapeIsNotCalledBroken()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, said);
        write(m_path, bytes);
        const auto result = AccountFile(m_path).load();
        QCOMPARE(kindOf(result), QStringLiteral("malformed"));
        QCOMPARE(result.error().serverSaid, said);
        const QString words = wording::failureWords(result.error(), {}).text();
        QVERIFY2(words.contains(m_path), qPrintable(words));
        QCOMPARE(words.contains(QLatin1String("not valid JSON")), said.isEmpty());
        QCOMPARE(words.contains(QLatin1String("is JSON, and")), !said.isEmpty());
    }

    void aNewerFileIsNeverWritten()
    {
        const QByteArray newer = R"({"version":2,"accounts":[]})";
        write(m_path, newer);
        QCOMPARE(kindOf(AccountFile(m_path).update([](Accounts &a) { a.put(account(QStringLiteral("jo"))); })),
                 QStringLiteral("newer"));
        QCOMPARE(contents(m_path), newer);
    }

    void aFileCutInHalfAnywhereIsSetAsideAndNeverLost()
    {
        const QByteArray whole = contents(fixture("v1.json")).trimmed();
        for (qsizetype length = 0; length < whole.size(); ++length) {
            write(m_path, whole.left(length));
            QCOMPARE(kindOf(AccountFile(m_path).load()), QStringLiteral("malformed"));
        }
        for (const qsizetype length : { qsizetype(0), whole.size() / 2, whole.size() - 1 }) {
            write(m_path, whole.left(length));
            const auto result = AccountFile(m_path).update([](Accounts &a) { a.put(account(QStringLiteral("new"))); });
            QCOMPARE(result.value().list.size(), 1);
            QCOMPARE(AccountFile(m_path).load().value().list.at(0).userName, QStringLiteral("new"));
            const QStringList aside = others();
            QCOMPARE(aside.size(), 1);
            QVERIFY(aside.at(0).startsWith(QStringLiteral("accounts.json.damaged-")));
            const QString asidePath = QFileInfo(m_path).path() + QLatin1Char('/') + aside.at(0);
            QCOMPARE(contents(asidePath), whole.left(length));
            QVERIFY(QFile::remove(asidePath));
        }
    }

    void aSymlinkStaysOneAndItsTargetIsWritten()
    {
        const QString real = m_folder->filePath(QStringLiteral("dotfiles/accounts.json"));
        QVERIFY(QDir().mkpath(QFileInfo(real).path()));
        write(real, contents(fixture("v1.json")));
        const QString middle = m_folder->filePath(QStringLiteral("middle.json"));
        QVERIFY(QFile::link(QStringLiteral("dotfiles/accounts.json"), middle));
        QVERIFY(QFile::link(middle, m_path));
        QVERIFY(AccountFile(m_path).update([](Accounts &accounts) { accounts.remove(firstId); }));
        QVERIFY(QFileInfo(m_path).isSymLink());
        QVERIFY(QFileInfo(middle).isSymLink());
        QCOMPARE(AccountFile(real).load().value().list.size(), 1);
        QCOMPARE(others(), QStringList());
    }

    void aSymlinkToNothingIsNoEmptyList_data()
    {
        QTest::addColumn<QString>("link");
        QTest::addColumn<QString>("target");
        QTest::newRow("the file") << QStringLiteral("config/accounts.json") << QStringLiteral("disk/accounts.json");
        QTest::newRow("its folder") << QStringLiteral("config") << QStringLiteral("disk");
    }
    void aSymlinkToNothingIsNoEmptyList()
    {
        QFETCH(QString, link);
        QFETCH(QString, target);
        link = m_folder->filePath(link);
        target = m_folder->filePath(target);
        const QString path = m_folder->filePath(QStringLiteral("config/accounts.json"));
        QVERIFY(QDir(m_folder->filePath(QStringLiteral("config"))).removeRecursively());
        QVERIFY(QDir().mkpath(QFileInfo(link).path()));
        QVERIFY(QFile::link(target, link));
        const AccountFile file(path);
        const auto put = [](Accounts &a) { a.put(account(QStringLiteral("jo"))); };
        for (const auto &result : { file.load(), file.update(put) }) {
            QCOMPARE(kindOf(result), QStringLiteral("invalid"));
            QCOMPARE(result.error().subject, path);
            QCOMPARE(result.error().serverSaid, link + QLatin1String(" -> ") + target);
            const QString words = wording::failureWords(result.error(), {}).text();
            QVERIFY2(words.contains(link) && words.contains(target) && words.contains(QLatin1String("take the link away")), qPrintable(words));
        }
        QVERIFY(QFileInfo(link).isSymLink());
        QVERIFY(!QFileInfo::exists(m_folder->filePath(QStringLiteral("disk"))));

        // Its disk is back, and what was there is as it was.
        const QString back = QFileInfo(target).suffix().isEmpty() ? target + QLatin1String("/accounts.json") : target;
        QVERIFY(QDir().mkpath(QFileInfo(back).path()));
        write(back, contents(fixture("v1.json")));
        QCOMPARE(AccountFile(path).load().value().list.size(), 2);
        QVERIFY(AccountFile(path).update(put));
        QVERIFY(QFileInfo(link).isSymLink());
    }

    void linksThatGoInCirclesFailAndDoNotHang()
    {
        const QString other = QFileInfo(m_path).path() + QLatin1String("/other");
        QVERIFY(QFile::link(other, m_path));
        QVERIFY(QFile::link(m_path, other));
        QCOMPARE(kindOf(AccountFile(m_path).load()), QStringLiteral("invalid"));
        QCOMPARE(kindOf(AccountFile(m_path).update([](Accounts &a) { a.put(account(QStringLiteral("jo"))); })),
                 QStringLiteral("invalid"));
        QVERIFY(QFileInfo(m_path).isSymLink());
    }

    void aFolderInItsPlaceIsNoFile()
    {
        QVERIFY(QDir().mkpath(m_path));
        QCOMPARE(kindOf(AccountFile(m_path).load()), QStringLiteral("denied"));
        QCOMPARE(kindOf(AccountFile(m_path).update([](Accounts &a) { a.put(account(QStringLiteral("jo"))); })),
                 QStringLiteral("denied"));
    }

    void moreThanTheLimitIsNotWritten()
    {
        write(m_path, contents(fixture("v1.json")));
        const auto result = AccountFile(m_path).update(
            [](Accounts &accounts) { accounts.list[0].label = QString(5 * 1024 * 1024, QLatin1Char('x')); });
        QCOMPARE(kindOf(result), QStringLiteral("too-large"));
        QCOMPARE(contents(m_path), contents(fixture("v1.json")));
    }

    void whatAKilledWriterLeftBehindIsInNobodysWay()
    {
        write(m_path + QLatin1String(".new"), "{\"vers");
        QVERIFY(AccountFile(m_path).update([](Accounts &a) { a.put(account(QStringLiteral("jo"))); }));
        QCOMPARE(AccountFile(m_path).load().value().list.size(), 1);
        QCOMPARE(others(), QStringList());
    }

    void aThousandAccountsLoadInMilliseconds()
    {
        Accounts many;
        for (int n = 0; n < 1000; ++n) {
            Account one = account(QStringLiteral("user%1").arg(n));
            one.facts = TokenFacts { QStringLiteral("laptop"), { QStringLiteral("api") }, QDate(2026, 5, 5), one.created };
            one.repositories = { QStringLiteral("group/app") };
            many.put(one);
        }
        const AccountFile file(m_path);
        QVERIFY(file.update([&](Accounts &accounts) { accounts = many; }));
        const std::clock_t start = std::clock();
        const Accounts loaded = file.load().value();
        const long took = static_cast<long>((std::clock() - start) * 1000 / CLOCKS_PER_SEC);
        qInfo("1000 accounts, %lld bytes: %ld ms of CPU", QFileInfo(m_path).size(), took);
        QVERIFY(loaded == many);
        QVERIFY(took < 200);
    }
};

QTEST_GUILESS_MAIN(TestAccountFile)
#include "test_account_file.moc"
