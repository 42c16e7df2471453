#include "tests/layering/include_directions.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf::layering;

class TestIncludeDirections final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTreeKeepsItsDirections()
    {
        const QStringList found = violationsUnder(QStringLiteral(SOURCE_DIRECTORY));
        QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(u'\n')));
    }

    void theTreeThatWasReadIsTheRealOne()
    {
        QVERIFY(QFile::exists(QStringLiteral(SOURCE_DIRECTORY "/core/base/secret.h")));
    }

    void aViolationIsNamed_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("complaint");
        const auto row = [](const char *name, const char *path, const char *text, const char *complaint) {
            QTest::newRow(name) << QString::fromUtf8(path) << QByteArray(text) << QString::fromUtf8(complaint);
        };
        row("base reads nobody", "core/base/secret.h", "#include \"core/async/task.h\"\n",
            "core/base may not read core/async (\"core/async/task.h\")");
        row("net does not read registry", "core/net/session.cpp", "#include <x>\n #  include \"core/registry/jwt.h\"\n",
            "core/net may not read core/registry (\"core/registry/jwt.h\")");
        row("registry does not read gitlab", "core/registry/ping.cpp", "#include \"core/gitlab/token_info.h\"",
            "core/registry may not read core/gitlab (\"core/gitlab/token_info.h\")");
        row("accounts do not read docker", "core/accounts/sign_in.cpp", "#include \"core/docker/client_files.h\"",
            "core/accounts may not read core/docker (\"core/docker/client_files.h\")");
        row("nobody in core reads wording", "core/docker/client_files.cpp", "#include \"core/wording/wording.h\"",
            "core/docker may not read core/wording (\"core/wording/wording.h\")");
        row("wording does not talk to the network", "core/wording/wording.cpp", "#include \"core/net/session.h\"",
            "core/wording may not read core/net (\"core/net/session.h\")");
        row("core does not read ui", "core/net/session.cpp", "#include \"ui/style/icons.h\"",
            "core/net may not read ui (\"ui/style/icons.h\")");
        row("ui does not read app", "ui/token/token_page.cpp", "#include \"app/wharfinger/main.h\"",
            "ui may not read app (\"app/wharfinger/main.h\")");
        row("the product does not read tests", "app/wharfctl/main.cpp", "#include \"tests/support/manual_clock.h\"",
            "include \"tests/support/manual_clock.h\" from the root of the tree, out of core, ui or app");
        row("includes start at the root", "ui/token/token_page.cpp", "#include \"token_page.h\"",
            "include \"token_page.h\" from the root of the tree, out of core, ui or app");
        row("a new folder of core needs a rule", "core/mirror/plan.h", "",
            "the directions do not know core/mirror yet");
        row("one header includes the coroutine library", "core/net/session.cpp", "#include <QCoroTask>",
            "QCoro belongs to core/async alone (<QCoroTask>)");
        row("one place talks to the keychain", "ui/settings/settings_page.cpp", "#include <qt6keychain/keychain.h>",
            "QtKeychain belongs to core/accounts alone (<qt6keychain/keychain.h>)");
        row("one place talks to the session bus", "app/helper/front.cpp", "#include <dbus/dbus.h>",
            "libdbus belongs to core/accounts alone (<dbus/dbus.h>)");
        row("by whatever library", "ui/settings/settings_page.cpp", "#include <QDBusConnection>",
            "Qt D-Bus belongs to core/accounts alone (<QDBusConnection>)");
        row("one place edits the user's JSON", "core/accounts/account_file.cpp", "#include <nlohmann/json.hpp>",
            "nlohmann::json belongs to core/docker alone (<nlohmann/json.hpp>)");
        row("ui does no cryptography", "ui/token/token_page.cpp", "#include <openssl/evp.h>",
            "OpenSSL belongs to core alone (<openssl/evp.h>)");
        row("ui does no HTTP", "ui/token/token_page.cpp", "#include <QNetworkAccessManager>",
            "HTTP belongs to core/net alone (<QNetworkAccessManager>)");
        row("core does without widgets", "core/net/session.cpp", "#include <QWidget>",
            "core does without windows (<QWidget>)");
        row("nor by the long name", "core/net/session.cpp", "#include <QtGui/QColor>",
            "core does without windows (<QtGui/QColor>)");
    }

    void aViolationIsNamed()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, text);
        QFETCH(QString, complaint);
        QCOMPARE(violationsIn(path, text), QStringList { path + QLatin1String(": ") + complaint });
    }

    void whatIsAllowedPasses_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *name, const char *path, const char *text) {
            QTest::newRow(name) << QString::fromUtf8(path) << QByteArray(text);
        };
        row("its own folder", "core/base/secret.cpp", "#include \"core/base/secret.h\"\n#include <QtGlobal>\n");
        row("down the chain", "core/docker/helper.cpp",
            "#include \"core/accounts/account.h\"\n#include \"core/registry/jwt.h\"\n#include \"core/base/secret.h\"\n");
        row("accounts ask gitlab", "core/accounts/proof.h", "#include \"core/gitlab/token_info.h\"\n");
        row("ui reads all of core", "ui/token/token_page.cpp",
            "#include \"ui/token/token_page.h\"\n#include \"core/wording/wording.h\"\n#include <QWidget>\n");
        row("app reads all", "app/wharfinger/main.cpp", "#include \"ui/style/icons.h\"\n#include \"core/net/session.h\"\n");
        row("what moc makes", "ui/token/token_page.cpp", "#include \"moc_token_page.cpp\"\n#include \"token_page.moc\"\n");
        row("a comment", "core/base/secret.h", "// #include \"ui/x.h\"\n/*\n#include \"ui/x.h\"\n*/\n");
        row("QCoro in async", "core/async/task.h", "#include <QCoroTask>\n");
    }

    void whatIsAllowedPasses()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, text);
        QCOMPARE(violationsIn(path, text), QStringList());
    }

    void aViolationPlantedInATreeIsFound()
    {
        const QTemporaryDir top;
        QVERIFY(top.isValid());
        QVERIFY(QDir(top.path()).mkpath(QStringLiteral("core/base/deep")));
        QFile file(top.filePath(QStringLiteral("core/base/deep/planted.cpp")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write("#include \"core/base/secret.h\"\n#include \"core/net/session.h\"\n") > 0);
        file.close();
        QCOMPARE(violationsUnder(top.path()),
            QStringList { QStringLiteral(
                "core/base/deep/planted.cpp: core/base may not read core/net (\"core/net/session.h\")") });
    }
};

QTEST_GUILESS_MAIN(TestIncludeDirections)
#include "test_include_directions.moc"
