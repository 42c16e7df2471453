#include "core/accounts/pasted_sign_in.h"

#include <QTest>

using namespace wharf;
using namespace wharf::accounts;

namespace {

QString bare(const SharedSecret &secret)
{
    return secret ? secret->reveal([](QByteArrayView bytes) { return QString::fromUtf8(bytes); }) : QString();
}

} // namespace

class TestPastedSignIn final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLoginLineIsRead_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        const auto row = [](const char *name, const char *line, const char *host, const char *user, const char *password) {
            QTest::newRow(name) << QString::fromUtf8(line) << QString::fromUtf8(host) << QString::fromUtf8(user)
                                << QString::fromUtf8(password);
        };
        row("plain", "docker login registry.example.com", "registry.example.com", "", "");
        row("flags first", "docker login -u jo -p s3cret registry.example.com:5050", "registry.example.com:5050", "jo", "s3cret");
        row("flags last", "docker login registry.example.com --username jo --password s3cret", "registry.example.com", "jo", "s3cret");
        row("equals", "podman login --username=jo --password=a=b registry.example.com", "registry.example.com", "jo", "a=b");
        row("prompt and sudo", "$ sudo docker login registry.example.com", "registry.example.com", "", "");
        row("quotes", "docker login -u 'robot$ci' -p \"two words\" harbor.example.com", "harbor.example.com", "robot$ci", "two words");
        row("echoed", "echo s3cret | docker login -u jo --password-stdin registry.example.com", "registry.example.com", "jo", "s3cret");
        row("echoed variable", "echo \"$TOKEN\" | docker login -u jo --password-stdin registry.example.com", "registry.example.com", "jo", "");
        row("crane", "crane auth login registry.example.com -u jo -p s3cret", "registry.example.com", "jo", "s3cret");
        row("no host", "docker login -u jo", "", "jo", "");
    }

    void aLoginLineIsRead()
    {
        QFETCH(QString, line);
        const auto pasted = readLoginLine(line);
        QVERIFY(pasted);
        QTEST(pasted->host, "host");
        QTEST(pasted->credential.userName, "user");
        QTEST(bare(pasted->credential.secret), "password");
    }

    void otherTextIsNoLoginLine()
    {
        QVERIFY(!readLoginLine(QStringLiteral("registry.example.com/group/app:1")));
        QVERIFY(!readLoginLine(QStringLiteral("docker push registry.example.com/group/app")));
        QVERIFY(!readLoginLine(QString()));
    }

    void aDotenvFileIsRead()
    {
        const auto variables = readDotenv(QStringLiteral("# job\nexport CI_REGISTRY=\"registry.example.com\"\n\nCI_REGISTRY_USER='gitlab-ci-token'\n"
                                                         "CI_REGISTRY_PASSWORD=a=b#c\n"));
        QVERIFY(variables);
        QCOMPARE(variables->value(QStringLiteral("CI_REGISTRY")), QStringLiteral("registry.example.com"));
        QCOMPARE(variables->value(QStringLiteral("CI_REGISTRY_USER")), QStringLiteral("gitlab-ci-token"));
        QCOMPARE(variables->value(QStringLiteral("CI_REGISTRY_PASSWORD")), QStringLiteral("a=b#c"));
    }

    void aLineThatIsNoAssignmentIsNamed()
    {
        const auto variables = readDotenv(QStringLiteral("A=1\nthis is not one\n"));
        QVERIFY(!variables);
        QCOMPARE(variables.error().subject, QStringLiteral("line 2"));
    }

    void aJobsVariablesAreRead_data()
    {
        QTest::addColumn<QString>("dotenv");
        QTest::addColumn<QStringList>("users");
        QTest::newRow("registry user") << QStringLiteral("CI_REGISTRY=r\nCI_REGISTRY_USER=gitlab-ci-token\nCI_REGISTRY_PASSWORD=p\nCI_JOB_TOKEN=t")
                                       << QStringList { QStringLiteral("gitlab-ci-token") };
        QTest::newRow("job token alone") << QStringLiteral("CI_REGISTRY=r\nCI_JOB_TOKEN=t") << QStringList { QStringLiteral("gitlab-ci-token") };
        QTest::newRow("all") << QStringLiteral("CI_REGISTRY=r\nCI_REGISTRY_USER=u\nCI_REGISTRY_PASSWORD=p\nCI_DEPLOY_USER=d\nCI_DEPLOY_PASSWORD=q")
                             << QStringList { QStringLiteral("u"), QStringLiteral("d") };
    }

    void aJobsVariablesAreRead()
    {
        QFETCH(QString, dotenv);
        const auto found = readCiVariables(*readDotenv(dotenv));
        QVERIFY(found);
        QStringList users;
        for (const PastedSignIn &one : *found)
            users.append(one.credential.userName);
        QTEST(users, "users");
    }

    void missingVariablesAreNamed()
    {
        QCOMPARE(readCiVariables({}).error().subject, QStringLiteral("CI_REGISTRY"));
        QCOMPARE(readCiVariables({ { QStringLiteral("CI_REGISTRY"), QStringLiteral("r") } }).error().subject,
                 QStringLiteral("CI_REGISTRY_PASSWORD"));
    }
};

QTEST_GUILESS_MAIN(TestPastedSignIn)
#include "test_pasted_sign_in.moc"
