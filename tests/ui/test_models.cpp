#include "tests/support/manual_clock.h"
#include "ui/access/access_model.h"
#include "ui/access/repository_input.h"
#include "ui/accounts/account_model.h"
#include "ui/add_account/where_input.h"
#include "ui/wording/access_words.h"
#include "ui/wording/claim_words.h"
#include "ui/wording/time_words.h"

#include <QJsonArray>
#include <QTest>

using namespace wharf;
using namespace wharf::ui;
using accounts::Standing;
using registry::Grant;

namespace {

registry::RegistryHost host(const char *name)
{
    return *registry::RegistryHost::parse(QLatin1String(name));
}

accounts::Account account(const char *at, const char *user, accounts::TokenKind kind = accounts::TokenKind::PersonalAccessToken)
{
    accounts::Account account;
    account.id = QUuid::createUuid();
    account.host = host(at);
    account.userName = QLatin1String(user);
    account.kind = kind;
    return account;
}

/// The list as somebody reads it, a line per row.
QString asText(const AccountModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row);
        if (index.data(AccountModel::HeaderRole).toBool()) {
            lines.append(index.data().toString());
            continue;
        }
        QString line = QStringLiteral("  %1 | %2 | %3").arg(index.data().toString(), index.data(AccountModel::WordsRole).toString(), index.data(AccountModel::KindRole).toString());
        if (index.data(AccountModel::ActiveRole).toBool())
            line += QStringLiteral(" | active");
        lines.append(line);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

class TestModels final : public QObject {
    Q_OBJECT

    test::ManualClock m_clock;

private Q_SLOTS:
    void accountsAreGroupedByRegistry()
    {
        accounts::Accounts all;
        all.put(account("registry.example.com", "jo"));
        all.put(account("docker.io", "jodev", accounts::TokenKind::DockerHubToken));
        all.put(account("registry.example.com", "gitlab+deploy-token-7", accounts::TokenKind::DeployToken));
        AccountModel model([](const QUuid &) { return accounts::AccountState(); }, m_clock);
        model.setAccounts(all);
        QCOMPARE(asText(model), QStringLiteral("docker.io\n"
                                               "  jodev | Not checked yet | Hub token\n"
                                               "registry.example.com\n"
                                               "  gitlab+deploy-token-7 | Not checked yet | Deploy token\n"
                                               "  jo | Not checked yet | Personal token | active"));
        model.setSearch(QStringLiteral("DEPLOY"));
        QCOMPARE(asText(model), QStringLiteral("registry.example.com\n"
                                               "  gitlab+deploy-token-7 | Not checked yet | Deploy token"));
        model.setSearch(QStringLiteral("nobody"));
        QCOMPARE(asText(model), QString());
    }

    void namesOfRegistriesCannotBeChosen()
    {
        accounts::Accounts all;
        all.put(account("docker.io", "jodev"));
        AccountModel model([](const QUuid &) { return accounts::AccountState(); }, m_clock);
        model.setAccounts(all);
        QCOMPARE(model.flags(model.index(0)), Qt::ItemFlags(Qt::NoItemFlags));
        QVERIFY(model.flags(model.firstAccount()).testFlag(Qt::ItemIsSelectable));
    }

    void statesAreWords_data()
    {
        QTest::addColumn<int>("standing");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, Standing standing, const char *words) {
            QTest::newRow(name) << static_cast<int>(standing) << QString::fromUtf8(words);
        };
        row("ready", Standing::Ready, "Ready · 4:12");
        row("refused", Standing::Refused, "Refused");
        row("locked", Standing::Locked, "Keychain locked");
        row("missing", Standing::Missing, "Token missing");
        row("expiring", Standing::Expiring, "Expires in 6 day(s)");
        row("checking", Standing::Checking, "Checking…");
        row("waiting", Standing::Waiting, "Told to wait");
        row("not checked", Standing::NotChecked, "Not checked yet");
    }

    void statesAreWords()
    {
        QFETCH(const int, standing);
        QFETCH(const QString, words);
        accounts::Account one = account("docker.io", "jo");
        one.facts = accounts::TokenFacts { .name = {}, .scopes = {}, .expiresAt = m_clock.now().date().addDays(6), .askedAt = {} };
        accounts::AccountState state;
        state.standing = static_cast<Standing>(standing);
        state.token = registry::AccessToken();
        state.token->lifetime = std::chrono::seconds(252);
        state.token->receivedAt = m_clock.monotonic();
        QCOMPARE(stateWords(one, state, m_clock).text(), words);
    }

    void offlineSaysSinceWhen()
    {
        accounts::AccountState state;
        state.standing = Standing::Offline;
        state.since = m_clock.now().addSecs(-60);
        const QString time = QLocale().toString(state.since.toLocalTime().time(), QLocale::ShortFormat);
        QCOMPARE(stateWords(account("docker.io", "jo"), state, m_clock).text(), QStringLiteral("Offline since %1").arg(time));
    }

    void theCountdownGoesOnWithTheClock()
    {
        test::ManualClock clock;
        accounts::Accounts all;
        all.put(account("docker.io", "jo"));
        accounts::AccountState state;
        state.standing = Standing::Ready;
        state.token = registry::AccessToken();
        state.token->lifetime = std::chrono::minutes(5);
        state.token->receivedAt = clock.monotonic();
        AccountModel model([&state](const QUuid &) { return state; }, clock);
        model.setAccounts(all);
        QVERIFY(model.counts());
        clock.advance(std::chrono::seconds(48));
        QVERIFY(asText(model).contains(QStringLiteral("Ready · 4:12")));
        clock.advance(std::chrono::minutes(10));
        QVERIFY(asText(model).contains(QStringLiteral("| Ready |")));
        QVERIFY(!model.counts());
    }

    void aTokensDayIsItsFirstDeadOne()
    {
        const QDateTime noon(QDate(2026, 11, 3), QTime(12, 0), Qt::UTC);
        QCOMPARE(daysLeft(QDate(2026, 11, 3), noon), 0);
        QCOMPARE(expiryWord(QDate(2026, 11, 3), noon), QStringLiteral("Expired"));
        QCOMPARE(expiryWord(QDate(2026, 11, 4), noon), QStringLiteral("Expires tomorrow"));
    }

    void countdowns()
    {
        QCOMPARE(countdownText(std::chrono::milliseconds(252'999)), QStringLiteral("4:12"));
        QCOMPARE(countdownText(std::chrono::milliseconds(59'000)), QStringLiteral("0:59"));
        QCOMPARE(countdownText(std::chrono::milliseconds(3'852'000)), QStringLiteral("1:04:12"));
        QCOMPARE(countdownText(std::chrono::milliseconds(-5)), QStringLiteral("0:00"));
    }

    void accessIsATable()
    {
        accounts::Account one = account("registry.example.com", "jo");
        one.facts = accounts::TokenFacts { .name = {}, .scopes = { QStringLiteral("read_registry") }, .expiresAt = {}, .askedAt = {} };
        accounts::AccessFindings findings;
        findings.repository = QStringLiteral("group/app");
        findings.answer.exists = true;
        findings.answer.rows = { { QStringLiteral("repository"), findings.repository, QStringLiteral("pull"), Grant::Granted },
                                 { QStringLiteral("repository"), findings.repository, QStringLiteral("push"), Grant::Refused } };
        AccessModel model;
        model.setFindings(one, { findings });
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(0, column).data().toString());
        QCOMPARE(cells.join(QStringLiteral(" | ")), QStringLiteral("group/app | Granted | Refused | Not asked"));
        QVERIFY(model.index(0, AccessModel::Push).data(Qt::ToolTipRole).toString().contains(QStringLiteral("write_registry")));
        QVERIFY(model.index(0, AccessModel::Pull).data(Qt::ToolTipRole).toString().isEmpty());
        findings.answer.exists = false;
        findings.answer.rows[0].grant = Grant::Refused;
        findings.answer.rows[1].grant = Grant::NotAsked;
        QVERIFY(grantReason(one, findings, QStringLiteral("push")).contains(QStringLiteral("cannot be pulled")));
    }

    void aRefusedDeleteIsLaidToTheScopeBeforeTheRole_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QStringList>("scopes");
        QTest::addColumn<QString>("says");
        const auto personal = static_cast<int>(accounts::TokenKind::PersonalAccessToken);
        QTest::newRow("without api") << personal << QStringList { QStringLiteral("read_registry"), QStringLiteral("write_registry") } << QStringLiteral("api scope");
        QTest::newRow("with api") << personal << QStringList { QStringLiteral("api") } << QStringLiteral("Maintainers");
        QTest::newRow("a password") << static_cast<int>(accounts::TokenKind::Password) << QStringList() << QStringLiteral("Maintainers");
        QTest::newRow("a deploy token") << static_cast<int>(accounts::TokenKind::DeployToken) << QStringList() << QStringLiteral("deploy token");
    }

    void aRefusedDeleteIsLaidToTheScopeBeforeTheRole()
    {
        QFETCH(const int, kind);
        QFETCH(const QStringList, scopes);
        QFETCH(const QString, says);
        accounts::Account one = account("registry.example.com", "jo");
        one.kind = static_cast<accounts::TokenKind>(kind);
        if (!scopes.isEmpty())
            one.facts = accounts::TokenFacts { .name = {}, .scopes = scopes, .expiresAt = {}, .askedAt = {} };
        accounts::AccessFindings findings;
        findings.repository = QStringLiteral("group/app");
        findings.answer.exists = true;
        for (const auto &[action, grant] : { std::pair("pull", Grant::Granted), std::pair("push", Grant::Granted), std::pair("delete", Grant::Refused) })
            findings.answer.rows.append({ QStringLiteral("repository"), findings.repository, QLatin1String(action), grant });
        const QString reason = grantReason(one, findings, QStringLiteral("delete"));
        QVERIFY2(reason.contains(says), qUtf8Printable(reason));
    }

    void repositoriesAreReadKindly_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("repository");
        QTest::newRow("a name") << QStringLiteral(" group/app ") << QStringLiteral("group/app");
        QTest::newRow("an image") << QStringLiteral("registry.example.com/group/app:1.2") << QStringLiteral("group/app");
        QTest::newRow("an address") << QStringLiteral("https://registry.example.com/group/app") << QStringLiteral("group/app");
        QTest::newRow("a digest") << QStringLiteral("group/app@sha256:") + QString(64, QLatin1Char('a')) << QStringLiteral("group/app");
        QTest::newRow("capitals") << QStringLiteral("Group/App") << QString();
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("elsewhere") << QStringLiteral("docker.io/library/debian") << QString();
    }

    void repositoriesAreReadKindly()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, repository);
        const RepositoryInput input = RepositoryInput::read(text, host("registry.example.com"));
        QCOMPARE(input.repository, repository);
        QCOMPARE(input.error.isEmpty(), !repository.isEmpty());
    }

    void whereTakesWhatPeopleHave_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("user");
        QTest::newRow("a host") << QStringLiteral("registry.example.com:5050") << QStringLiteral("registry.example.com:5050") << QString();
        QTest::newRow("an address") << QStringLiteral("https://registry.example.com/") << QStringLiteral("registry.example.com") << QString();
        QTest::newRow("an image") << QStringLiteral("registry.example.com/group/app:1") << QStringLiteral("registry.example.com") << QString();
        QTest::newRow("an image of Hub") << QStringLiteral("library/debian") << QStringLiteral("docker.io") << QString();
        QTest::newRow("a login line") << QStringLiteral("docker login -u jo registry.example.com") << QStringLiteral("registry.example.com") << QStringLiteral("jo");
        QTest::newRow("CI variables as a field joins them")
            << QStringLiteral("CI_REGISTRY=registry.example.com\u2028CI_REGISTRY_USER=gitlab-ci-token CI_REGISTRY_PASSWORD=hush")
            << QStringLiteral("registry.example.com") << QStringLiteral("gitlab-ci-token");
        QTest::newRow("nonsense") << QStringLiteral("what is this") << QString() << QString();
    }

    void whereTakesWhatPeopleHave()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, host);
        QFETCH(const QString, user);
        const WhereInput input = WhereInput::read(text);
        QCOMPARE(input.host.name(), host);
        QCOMPARE(input.error.isEmpty(), !host.isEmpty());
        QCOMPARE(input.pasted ? input.pasted->credential.userName : QString(), user);
    }

    void claimsAreReadForPeople()
    {
        registry::JwtClaims claims;
        claims.payload = { { QStringLiteral("zzz"), true }, { QStringLiteral("sub"), QStringLiteral("jo") }, { QStringLiteral("access"), QJsonArray() } };
        QList<ClaimRow> rows = claimRows(claims);
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[0].name, QStringLiteral("sub"));
        QVERIFY(!rows[0].meaning.isEmpty());
        QCOMPARE(rows[1].value, QStringLiteral("nothing"));
        QCOMPARE(rows[2], (ClaimRow { QStringLiteral("zzz"), QStringLiteral("true"), QString() }));
        claims.access = { { registry::Scope::repository(QStringLiteral("group/app"), { QStringLiteral("pull"), QStringLiteral("push") }), {} } };
        rows = claimRows(claims);
        QCOMPARE(rows[1].value, QStringLiteral("repository group/app: pull, push"));
    }
};

QTEST_GUILESS_MAIN(TestModels)
#include "test_models.moc"
