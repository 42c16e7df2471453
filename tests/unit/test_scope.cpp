#include "core/registry/scope.h"

#include <QTest>

using wharf::registry::Scope;

class TestScope final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("actions");
        QTest::newRow("plain") << "repository:group/app:pull,push" << "repository" << "group/app"
                               << QStringList { QStringLiteral("pull"), QStringLiteral("push") };
        QTest::newRow("a port in the name") << "repository:host:5000/app:pull" << "repository" << "host:5000/app"
                                            << QStringList { QStringLiteral("pull") };
        QTest::newRow("a class") << "repository(plugin):jo/x:pull" << "repository(plugin)" << "jo/x"
                                 << QStringList { QStringLiteral("pull") };
        QTest::newRow("catalog") << "registry:catalog:*" << "registry" << "catalog" << QStringList { QStringLiteral("*") };
        QTest::newRow("no action") << "repository:app:" << "repository" << "app" << QStringList();
    }

    void reads()
    {
        QFETCH(QString, text);
        const auto scope = Scope::parse(text);
        QVERIFY(scope);
        QTEST(scope->type, "type");
        QTEST(scope->name, "name");
        QTEST(scope->actions, "actions");
        QCOMPARE(scope->toString(), text);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : { "", "*", ":", "::", "repository", "repository:app", "repository::pull", ":app:pull",
                                  "repository:a b:pull", "repository(:app:pull", "repository():app:pull", "re po:app:pull" })
            QTest::newRow(*text ? text : "nothing") << QString::fromLatin1(text);
    }

    void refuses()
    {
        QFETCH(QString, text);
        QVERIFY(!Scope::parse(text));
    }

    void aListKeepsWhatItCanRead()
    {
        const QList<Scope> scopes = Scope::parseList(QStringLiteral(" repository:a:pull  nonsense\trepository:b:pull,push "));
        QCOMPARE(scopes.size(), 2);
        QCOMPARE(scopes.at(0), Scope::repository(QStringLiteral("a"), { QStringLiteral("pull") }));
        QCOMPARE(scopes.at(1).toString(), QStringLiteral("repository:b:pull,push"));
        QVERIFY(Scope::parseList(QString()).isEmpty());
    }

    void theOrderOfActionsIsNoDifference()
    {
        const auto a = Scope::parse(QStringLiteral("repository:a:push,pull,push"));
        const auto b = Scope::parse(QStringLiteral("repository:a:pull,push"));
        QVERIFY(*a != *b);
        QCOMPARE(a->normalized(), b->normalized());
    }
};

QTEST_GUILESS_MAIN(TestScope)
#include "test_scope.moc"
