#include "core/diagnosis/probes/chain_check.h"
#include "tests/support/test_certificates.h"

#include <QFile>
#include <QSslCertificate>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <functional>

using namespace wharf::diagnosis;
using namespace wharf::test;

namespace {

X509Handle decoded(const QByteArray &pem)
{
    const BioHandle bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
    return X509Handle(PEM_read_bio_X509_AUX(bio.get(), nullptr, nullptr, nullptr));
}

Chain chainOf(const QByteArrayList &pems)
{
    Chain chain;
    for (const QByteArray &pem : pems)
        chain.push_back(decoded(pem));
    return chain;
}

QByteArray written(const std::function<int(BIO *)> &write)
{
    const BioHandle bio(BIO_new(BIO_s_mem()));
    if (write(bio.get()) <= 0)
        qFatal("not written");
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return QByteArray(data, static_cast<qsizetype>(size));
}

/// `like`, under a name given as the bytes of a type of string.
QByteArray renamed(const TestCertificate &like, int type, const QByteArray &name)
{
    const BioHandle bio(BIO_new_mem_buf(like.key.constData(), static_cast<int>(like.key.size())));
    const KeyHandle key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    const X509Handle root = decoded(like.certificate);
    const NameHandle subject(X509_NAME_new());
    X509_NAME_add_entry_by_txt(subject.get(), "CN", type, reinterpret_cast<const unsigned char *>(name.constData()), static_cast<int>(name.size()), -1, 0);
    X509_set_subject_name(root.get(), subject.get());
    X509_set_issuer_name(root.get(), subject.get());
    X509_sign(root.get(), key.get(), EVP_sha256());
    return written([&root](BIO *out) { return PEM_write_bio_X509(out, root.get()); });
}

/// As `openssl x509 -trustout` writes it.
QByteArray withTrust(const QByteArray &pem, const std::function<int(X509 *, ASN1_OBJECT *)> &change)
{
    const X509Handle certificate = decoded(pem);
    change(certificate.get(), OBJ_nid2obj(NID_anyExtendedKeyUsage));
    return written([&certificate](BIO *out) { return PEM_write_bio_X509_AUX(out, certificate.get()); });
}

QByteArray block(const QByteArray &der)
{
    return written([&der](BIO *out) {
        return PEM_write_bio(out, PEM_STRING_X509, "", reinterpret_cast<const unsigned char *>(der.constData()), static_cast<long>(der.size()));
    });
}

QByteArray derOf(const QByteArray &pem)
{
    return QSslCertificate(pem).toDer();
}

QByteArray damaged(QByteArray pem)
{
    return pem.replace(pem.size() / 2, 1, "!");
}

QByteArray cutShort(const QByteArray &pem)
{
    const QByteArray der = derOf(pem);
    return block(der.left(der.size() / 2));
}

} // namespace

/// What a bundle makes trusted is what OpenSSL's own reading of the same file makes trusted.
class TestAuthorityBundle final : public QObject {
    Q_OBJECT

    struct Outcome {
        bool read = false;
        ChainVerdict verdict;
        std::size_t decoded = 0;
    };

    [[nodiscard]] QString fileOf(const QByteArray &content) const
    {
        const QString path = m_folder.filePath(QStringLiteral("bundle.pem"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("not written");
        return path;
    }

    static Outcome lookedUp(const QString &file, const Chain &chain)
    {
        AuthorityBundle bundle;
        Outcome outcome { .read = bundle.read(file), .verdict = {} };
        const TrustStore trust;
        bundle.attachTo(trust.handle());
        outcome.verdict = verifyChain(trust, chain, {}, false);
        outcome.decoded = bundle.decoded();
        return outcome;
    }

    static Outcome readWhole(const QString &file, const Chain &chain)
    {
        const TrustStore trust;
        Outcome outcome { .read = X509_STORE_load_file(trust.handle(), QFile::encodeName(file).constData()) == 1, .verdict = {} };
        ERR_clear_error();
        outcome.verdict = verifyChain(trust, chain, {}, false);
        return outcome;
    }

    QTemporaryDir m_folder;
    TestCertificates m_made;
    const TestCertificate m_ca = m_made.authority(QStringLiteral("The CA"));
    const TestCertificate m_other = m_made.authority(QStringLiteral("Other CA"));
    const TestCertificate m_twin = m_made.authority(QStringLiteral("The CA"));
    const TestCertificate m_server = m_made.issue(m_ca);

private Q_SLOTS:
    void isWhatOpensslReads_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("trusted");
        const QByteArray ca = m_ca.certificate;
        const QByteArray other = m_other.certificate;
        QTest::newRow("the authority alone") << ca << true;
        QTest::newRow("among others") << other + ca + m_twin.certificate << true;
        QTest::newRow("not there") << other << false;
        QTest::newRow("another of its name") << m_twin.certificate << false;
        QTest::newRow("after another of its name") << m_twin.certificate + other + ca << true;
        QTest::newRow("before another of its name") << ca + other + m_twin.certificate << true;
        QTest::newRow("twice") << ca + ca << true;
        QTest::newRow("the server itself") << other + m_server.certificate << true;
        QTest::newRow("its name in other letters") << renamed(m_ca, V_ASN1_PRINTABLESTRING, "the  ca ") << true;
        QTest::newRow("its name in another type of string") << renamed(m_ca, V_ASN1_BMPSTRING, QByteArray::fromHex("005400680065002000430041")) << true;

        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("no certificate") << QByteArray("hello\n") << false;
        QTest::newRow("CRLF") << QByteArray(other + ca).replace("\n", "\r\n") << true;
        QTest::newRow("no newline at the end") << (other + ca).trimmed() << true;
        QTest::newRow("words between") << "# The other\n" + other + "\n\nThe one\n=======\n" + ca + "# end" << true;
        QTest::newRow("an old label") << QByteArray(other + ca).replace(" CERTIFICATE", " X509 CERTIFICATE") << true;
        QTest::newRow("a key beside it") << ca + m_ca.key << true;
        QTest::newRow("an unknown block") << "-----BEGIN NOTE-----\nAAAA\n-----END NOTE-----\n" + ca << true;
        QTest::newRow("bytes after the DER") << other + block(derOf(ca) + "more") << true;

        QTest::newRow("bad base64 before it") << damaged(other) + ca << false;
        QTest::newRow("bad base64 after it") << ca + damaged(other) << false;
        QTest::newRow("bad DER before it") << cutShort(other) + ca << false;
        QTest::newRow("bad DER in the middle") << ca + cutShort(other) + other << false;
        QTest::newRow("bad DER after it") << ca + cutShort(other) << false;
        QTest::newRow("cut off") << ca + other.left(other.size() / 2) << false;
        QTest::newRow("the end of something else") << ca + QByteArray(other).replace("END CERTIFICATE", "END NOTE") << false;
        QTest::newRow("headers") << QByteArray(ca).replace("BEGIN CERTIFICATE-----\n", "BEGIN CERTIFICATE-----\nKey: value\n\n") << false;

        QTest::newRow("trusted for all") << other + withTrust(ca, X509_add1_trust_object) << true;
        QTest::newRow("rejected for all") << other + withTrust(ca, X509_add1_reject_object) << false;
    }

    void isWhatOpensslReads()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, trusted);
        const QString file = fileOf(content);
        const Chain chain = chainOf({ m_server.certificate });
        const Outcome ours = lookedUp(file, chain);
        const Outcome whole = readWhole(file, chain);
        QCOMPARE(ours.read, whole.read);
        QCOMPARE(ours.verdict.trusted, whole.verdict.trusted);
        QCOMPARE(ours.verdict.problem, whole.verdict.problem);
        QCOMPARE(ours.verdict.trusted, trusted);
    }

    void nothingIsInAFileThatIsNotThere()
    {
        AuthorityBundle bundle;
        QVERIFY(bundle.read(m_ca.certificateFile));
        QCOMPARE(bundle.size(), std::size_t(1));
        QVERIFY(!bundle.read(m_folder.filePath(QStringLiteral("none"))));
        QCOMPARE(bundle.size(), std::size_t(0));
        QVERIFY(!bundle.read(m_folder.path()));
    }

    void decodesWhatIsAskedForAndNoMore()
    {
        QByteArray content;
        for (int i = 0; i < 300; ++i)
            content += i == 150 ? m_ca.certificate : m_made.authority(QStringLiteral("CA %1").arg(i)).certificate;
        const Outcome outcome = lookedUp(fileOf(content), chainOf({ m_server.certificate }));
        QVERIFY(outcome.verdict.trusted);
        QCOMPARE(outcome.decoded, std::size_t(1));
    }

    // As it would with an X509_LOOKUP, which OpenSSL asks only for names that are not in the store.
    void aFileForTheHostHidesNobodyOfTheSystem()
    {
        qputenv("SSL_CERT_FILE", QFile::encodeName(m_ca.certificateFile));
        TrustStore trust;
        trust.addSystem({});
        trust.addFiles({ m_twin.certificateFile });
        QVERIFY(verifyChain(trust, chainOf({ m_server.certificate }), {}, false).trusted);
        QVERIFY(verifyChain(trust, chainOf({ m_made.issue(m_twin).certificate }), {}, false).trusted);
        QVERIFY(!verifyChain(trust, chainOf({ m_made.issue(m_other).certificate }), {}, false).trusted);
    }

    void aFolderCountsBesideTheFile()
    {
        const X509Handle ca = decoded(m_ca.certificate);
        const unsigned long hash = X509_NAME_hash_ex(X509_get_subject_name(ca.get()), nullptr, nullptr, nullptr);
        QVERIFY(QFile::copy(m_ca.certificateFile, m_folder.filePath(QStringLiteral("%1.0").arg(hash, 8, 16, QLatin1Char('0')))));
        qputenv("SSL_CERT_FILE", QFile::encodeName(m_other.certificateFile));
        for (const bool there : { true, false }) {
            qputenv("SSL_CERT_DIR", there ? QFile::encodeName(m_folder.path()) : "/nonexistent");
            TrustStore trust;
            trust.addSystem({});
            QCOMPARE(verifyChain(trust, chainOf({ m_server.certificate }), {}, false).trusted, there);
            QVERIFY(verifyChain(trust, chainOf({ m_made.issue(m_other).certificate }), {}, false).trusted);
        }
    }

    void aVariableSetToNothingNamesNoFile()
    {
        qputenv("SSL_CERT_FILE", "");
        qputenv("SSL_CERT_DIR", "/nonexistent");
        TrustStore trust;
        trust.addSystem({});
        QVERIFY(!verifyChain(trust, chainOf({ m_server.certificate }), {}, false).trusted);
    }

    void judgesTheMachinesOwnAuthoritiesAsOpensslDoes()
    {
        const QString file = QStringLiteral("/etc/ssl/certs/ca-certificates.crt");
        const QList<QSslCertificate> own = QSslCertificate::fromPath(file);
        if (own.isEmpty())
            QSKIP("no bundle here");
        AuthorityBundle bundle;
        QVERIFY(bundle.read(file));
        QCOMPARE(bundle.size(), static_cast<std::size_t>(own.size()));
        QCOMPARE(bundle.decoded(), std::size_t(0));
        const TrustStore ours;
        bundle.attachTo(ours.handle());
        const TrustStore whole;
        QCOMPARE(X509_STORE_load_file(whole.handle(), QFile::encodeName(file).constData()), 1);
        QByteArrayList chains { m_server.certificate, m_ca.certificate };
        for (qsizetype i = 0; i < own.size(); i += 5)
            chains += own.at(i).toPem();
        for (const QByteArray &chain : std::as_const(chains)) {
            for (const bool dates : { false, true }) {
                const ChainVerdict one = verifyChain(ours, chainOf({ chain }), {}, dates);
                const ChainVerdict other = verifyChain(whole, chainOf({ chain }), {}, dates);
                QCOMPARE(one.trusted, other.trusted);
                QCOMPARE(one.problem, other.problem);
            }
        }
        QVERIFY(bundle.decoded() < bundle.size() / 2);
    }
};

QTEST_GUILESS_MAIN(TestAuthorityBundle)
#include "test_authority_bundle.moc"
