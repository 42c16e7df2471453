#include "core/accounts/account.h"

#include <QTest>

using namespace wharf;
using namespace wharf::accounts;

namespace {

registry::RegistryHost host(const char *name)
{
    return registry::RegistryHost::parse(QString::fromLatin1(name)).value();
}

Account account(int number, const char *hostName, const char *user, const char *label = "")
{
    Account made;
    made.id = QUuid(0x0b7c3d50, 0x5a51, 0x4b5f, 0x9a, 0x5c, 0, 0, 0, 0, 0, static_cast<uchar>(number));
    made.host = host(hostName);
    made.userName = QString::fromLatin1(user);
    made.label = QString::fromLatin1(label);
    return made;
}

QString nameOf(const Account *account)
{
    return account ? account->userName : QStringLiteral("nobody");
}

} // namespace

/// Which account is meant, and which is the active one.
class TestAccounts final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theKeyInTheStoreIsTheUuidWithoutBraces()
    {
        QCOMPARE(account(1, "a.example", "jo").storeKey(), QStringLiteral("account/0b7c3d50-5a51-4b5f-9a5c-000000000001"));
    }

    void aLabelIsShownInsteadOfTheName()
    {
        QCOMPARE(account(1, "a.example", "jo").displayName(), QStringLiteral("jo"));
        QCOMPARE(account(1, "a.example", "jo", "Work").displayName(), QStringLiteral("Work"));
    }

    void theFirstAccountOfAHostBecomesItsActiveOne()
    {
        Accounts accounts;
        accounts.put(account(1, "a.example", "jo"));
        accounts.put(account(2, "a.example", "kim"));
        accounts.put(account(3, "b.example", "lou"));
        QCOMPARE(nameOf(accounts.activeFor(host("a.example"))), QStringLiteral("jo"));
        QCOMPARE(nameOf(accounts.activeFor(host("b.example"))), QStringLiteral("lou"));
        QCOMPARE(nameOf(accounts.activeFor(host("c.example"))), QStringLiteral("nobody"));
    }

    void withoutAnActiveOneAHostsOnlyAccountStandsIn()
    {
        Accounts accounts;
        accounts.list = { account(1, "a.example", "jo") };
        QCOMPARE(nameOf(accounts.activeFor(host("a.example"))), QStringLiteral("jo"));
        accounts.list.append(account(2, "a.example", "kim"));
        QCOMPARE(nameOf(accounts.activeFor(host("a.example"))), QStringLiteral("nobody"));
    }

    void anActiveAccountOfAnotherHostDoesNotCount()
    {
        Accounts accounts;
        accounts.list = { account(1, "a.example", "jo"), account(2, "b.example", "kim") };
        accounts.active.insert(QStringLiteral("a.example"), accounts.list.at(1).id);
        QCOMPARE(nameOf(accounts.activeFor(host("a.example"))), QStringLiteral("jo"));
    }

    void replacingKeepsThePlaceAndTheActiveOne()
    {
        Accounts accounts;
        accounts.put(account(1, "a.example", "jo"));
        accounts.put(account(2, "a.example", "kim"));
        accounts.put(account(1, "a.example", "joanna"));
        QCOMPARE(accounts.list.size(), 2);
        QCOMPARE(accounts.list.at(0).userName, QStringLiteral("joanna"));
        QCOMPARE(nameOf(accounts.activeFor(host("a.example"))), QStringLiteral("joanna"));
    }

    void anAccountThatMovesLeavesItsOldHostToAnother()
    {
        Accounts accounts;
        accounts.put(account(1, "a.example", "jo"));
        accounts.put(account(2, "a.example", "kim"));
        accounts.put(account(1, "b.example", "jo"));
        QCOMPARE(nameOf(accounts.activeFor(host("a.example"))), QStringLiteral("kim"));
        QCOMPARE(nameOf(accounts.activeFor(host("b.example"))), QStringLiteral("jo"));
    }

    void removingTheActiveOneMakesAnotherActive()
    {
        Accounts accounts;
        accounts.put(account(1, "a.example", "jo"));
        accounts.put(account(2, "a.example", "kim"));
        accounts.put(account(3, "a.example", "lou"));
        accounts.remove(account(1, "a.example", "jo").id);
        QCOMPARE(nameOf(accounts.activeFor(host("a.example"))), QStringLiteral("kim"));
        accounts.remove(account(2, "a.example", "kim").id);
        accounts.remove(account(3, "a.example", "lou").id);
        QVERIFY(accounts.list.isEmpty());
        QVERIFY(accounts.active.isEmpty());
    }

    void removingAnotherLeavesTheActiveOne()
    {
        Accounts accounts;
        accounts.put(account(1, "a.example", "jo"));
        accounts.put(account(2, "a.example", "kim"));
        accounts.remove(account(2, "a.example", "kim").id);
        accounts.remove(QUuid::createUuid());
        QCOMPARE(nameOf(accounts.activeFor(host("a.example"))), QStringLiteral("jo"));
    }

    void findsWhatPeopleName_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        const auto row = [](const char *text, const char *found) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(found);
        };
        row("0b7c3d50-5a51-4b5f-9a5c-000000000002", "kim");
        row("{0b7c3d50-5a51-4b5f-9a5c-000000000002}", "kim");
        row("0b7c3d50-5a51-4b5f-9a5c-0000000000ff", "nobody");
        row("kim@a.example", "kim");
        row("kim@A.EXAMPLE", "kim");
        row("Kim@a.example", "nobody");
        row("jo@mail.example@a.example", "jo@mail.example");
        row("twin@b.example", "nobody"); // two of them
        row("Work", "kim");
        row("both", "nobody"); // two of them
        row("c.example", "lou");
        row("a.example", "nobody"); // two of them
        row("d.example", "nobody");
        row("", "nobody");
        row("@", "nobody");
        row("@c.example", "nobody");
    }
    void findsWhatPeopleName()
    {
        QFETCH(QString, text);
        Accounts accounts;
        accounts.put(account(1, "a.example", "jo@mail.example"));
        accounts.put(account(2, "a.example", "kim", "Work"));
        accounts.put(account(3, "b.example", "twin", "both"));
        accounts.put(account(4, "b.example", "twin", "both"));
        accounts.put(account(5, "c.example", "lou"));
        QTEST(nameOf(accounts.named(text)), "found");
    }

    void listsTheAccountsOfAHostInOrder()
    {
        Accounts accounts;
        accounts.put(account(2, "a.example", "kim"));
        accounts.put(account(3, "b.example", "lou"));
        accounts.put(account(1, "a.example", "jo"));
        const QList<Account> found = accounts.on(host("a.example"));
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.at(0).userName, QStringLiteral("kim"));
        QCOMPARE(found.at(1).userName, QStringLiteral("jo"));
    }
};

QTEST_GUILESS_MAIN(TestAccounts)
#include "test_accounts.moc"
