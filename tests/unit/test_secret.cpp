#include "core/base/credential.h"

#include <QDebug>
#include <QTest>

using namespace wharf;

class TestSecret final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void printsItsLengthAndNothingElse()
    {
        QString text;
        QDebug(&text) << Secret("glpat-not-a-real-token");
        QCOMPARE(text.trimmed(), QStringLiteral("Secret(22 bytes)"));
    }

    void movesLeaveNothingBehind()
    {
        Secret first("abc");
        const Secret second = std::move(first);
        QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): that is what is tested
        QVERIFY(second == Secret("abc"));
    }

    void clonesAreEqualAndIndependent()
    {
        Secret first("abc");
        const Secret second = first.clone();
        first = Secret("x");
        QVERIFY(second == Secret("abc"));
    }

    void theEmptySecretIsAnonymous()
    {
        QVERIFY(Secret(QByteArrayView()).isEmpty());
        QVERIFY((Credential { QStringLiteral("jo"), nullptr }).isAnonymous());
        QVERIFY((Credential { QStringLiteral("jo"), std::make_shared<const Secret>() }).isAnonymous());
    }

    void wipingOverwritesTheBytes()
    {
        QByteArray bytes("secret");
        const char *where = bytes.constData();
        bytes.detach();
        where = bytes.constData();
        QCOMPARE(*where, 's');
        wipe(bytes);
        QVERIFY(bytes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSecret)
#include "test_secret.moc"
