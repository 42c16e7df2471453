#include "core/base/base64url.h"
#include "core/registry/jwt_signature.h"

#include <QTest>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

using namespace wharf;
using namespace wharf::registry;

namespace {

using Key = std::shared_ptr<EVP_PKEY>;

Key owned(EVP_PKEY *key)
{
    return Key(key, &EVP_PKEY_free);
}

QByteArray encoded(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// The JSON with ' for ", which reads better than escapes.
QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

template <class Write>
QByteArray pem(Write write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), &BIO_free_all);
    write(bio.get());
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return QByteArray(data, static_cast<qsizetype>(size));
}

QByteArray publicPem(const Key &key)
{
    return pem([&](BIO *bio) { PEM_write_bio_PUBKEY(bio, key.get()); });
}

QByteArray certificatePem(const Key &key)
{
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
    X509_set_pubkey(certificate.get(), key.get());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    return pem([&](BIO *bio) { PEM_write_bio_X509(bio, certificate.get()); });
}

/// Signs as a registry's token server would; r and s of ECDSA side by side.
QByteArray signedToken(const Key &key, const QByteArray &algorithm, const QByteArray &keyId = {}, int saltLength = RSA_PSS_SALTLEN_DIGEST)
{
    QByteArray header = "{\"alg\":\"" + algorithm + '"';
    if (!keyId.isEmpty())
        header += ",\"kid\":\"" + keyId + '"';
    const QByteArray text = encoded(header + '}') + '.' + encoded("{\"sub\":\"jo\"}");

    const QByteArray digest = algorithm == "EdDSA" ? QByteArray() : "SHA" + algorithm.right(3);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_PKEY_CTX *keyContext = nullptr;
    EVP_DigestSignInit_ex(context.get(), &keyContext, digest.isEmpty() ? nullptr : digest.constData(), nullptr, nullptr, key.get(),
                          nullptr);
    if (algorithm.startsWith("PS")) {
        EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, saltLength);
    }
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    std::size_t size = 0;
    EVP_DigestSign(context.get(), nullptr, &size, bytes, static_cast<std::size_t>(text.size()));
    QByteArray signature(static_cast<qsizetype>(size), '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, bytes,
                       static_cast<std::size_t>(text.size())) != 1)
        return {};
    signature.truncate(static_cast<qsizetype>(size));

    if (algorithm.startsWith("ES")) {
        const auto *der = reinterpret_cast<const unsigned char *>(signature.constData());
        const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
            d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(signature.size())), &ECDSA_SIG_free);
        const int coordinate = (EVP_PKEY_get_bits(key.get()) + 7) / 8;
        QByteArray raw(2 * coordinate, '\0');
        auto *out = reinterpret_cast<unsigned char *>(raw.data());
        BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, coordinate);
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + coordinate, coordinate);
        signature = raw;
    }
    return text + '.' + encoded(signature);
}

QList<VerificationKey> parsed(const QByteArray &content)
{
    return VerificationKey::parse(content, QStringLiteral("keys.pem")).value_or(QList<VerificationKey>());
}

} // namespace

class TestJwtSignature final : public QObject {
    Q_OBJECT

    Key m_rsa = owned(EVP_RSA_gen(2048));
    Key m_p256 = owned(EVP_EC_gen("P-256"));
    Key m_p384 = owned(EVP_EC_gen("P-384"));
    Key m_p521 = owned(EVP_EC_gen("P-521"));
    Key m_ed25519 = owned(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    Key m_ed448 = owned(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED448"));

    Key keyNamed(const QString &name) const
    {
        const QHash<QString, Key> keys { { QStringLiteral("rsa"), m_rsa },         { QStringLiteral("p256"), m_p256 },
                                         { QStringLiteral("p384"), m_p384 },       { QStringLiteral("p521"), m_p521 },
                                         { QStringLiteral("ed25519"), m_ed25519 }, { QStringLiteral("ed448"), m_ed448 } };
        return keys.value(name);
    }

private Q_SLOTS:
    void publishedVectorsVerify_data()
    {
        QTest::addColumn<QByteArray>("jwk");
        QTest::addColumn<QByteArray>("token");
        // RFC 7515, appendix A.2.
        QTest::newRow("RS256")
            << json("{'kty':'RSA','n':'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ','e':'AQAB'}")
            << QByteArray("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw");
        // RFC 7515, appendix A.3.
        QTest::newRow("ES256")
            << json("{'kty':'EC','crv':'P-256','x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU','y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'}")
            << QByteArray("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
    }

    void publishedVectorsVerify()
    {
        QFETCH(QByteArray, jwk);
        QFETCH(QByteArray, token);
        const QList<VerificationKey> keys = parsed(jwk);
        QCOMPARE(keys.size(), 1);
        const SignatureVerdict verdict = checkSignature(token, keys);
        QCOMPARE(verdict.state, SignatureState::Valid);
        QCOMPARE(verdict.keyOrigin, QStringLiteral("keys.pem"));

        QByteArray other = token;
        const qsizetype letter = token.indexOf('.') + 3;
        other[letter] = other.at(letter) == 'A' ? 'B' : 'A';
        QVERIFY(checkSignature(other, keys).state != SignatureState::Valid);
    }

    void rfc8037KeyIsRead()
    {
        // RFC 8037, appendix A.2 and A.4; its payload is no JSON, so only what was signed is compared through a token of ours.
        const QList<VerificationKey> keys
            = parsed(json("{'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}"));
        QCOMPARE(keys.size(), 1);
        const QByteArray seed = *decodeBase64Url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
        const Key key = owned(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                                           reinterpret_cast<const unsigned char *>(seed.constData()), 32));
        QCOMPARE(checkSignature(signedToken(key, "EdDSA"), keys).state, SignatureState::Valid);
        QCOMPARE(checkSignature(signedToken(m_ed25519, "EdDSA"), keys).state, SignatureState::Invalid);
    }

    void everyAlgorithmVerifies_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QByteArray>("algorithm");
        for (const char *pair : { "rsa RS256", "rsa RS384", "rsa RS512", "rsa PS256", "rsa PS384", "rsa PS512", "p256 ES256",
                                  "p384 ES384", "p521 ES512", "ed25519 EdDSA", "ed448 EdDSA" }) {
            const QList<QByteArray> words = QByteArray(pair).split(' ');
            QTest::newRow(pair) << QString::fromLatin1(words.at(0)) << words.at(1);
        }
    }

    void everyAlgorithmVerifies()
    {
        QFETCH(QString, key);
        QFETCH(QByteArray, algorithm);
        const QByteArray token = signedToken(keyNamed(key), algorithm);
        QVERIFY(!token.isEmpty());
        const QList<VerificationKey> keys = parsed(publicPem(keyNamed(key)));
        QCOMPARE(keys.size(), 1);
        QCOMPARE(checkSignature(token, keys).state, SignatureState::Valid);

        const qsizetype signature = token.lastIndexOf('.') + 1;
        QByteArray bent = *decodeBase64Url(token.mid(signature));
        bent[bent.size() / 2] = static_cast<char>(bent.at(bent.size() / 2) ^ 1);
        QCOMPARE(checkSignature(token.left(signature) + encoded(bent), keys).state, SignatureState::Invalid);
        QCOMPARE(checkSignature(token.left(signature), keys).state, SignatureState::Invalid);
        QCOMPARE(checkSignature(token + 'A', keys).state, SignatureState::Invalid);
        const QByteArray otherPayload = token.left(token.indexOf('.')) + '.' + encoded("{\"sub\":\"al\"}") + token.mid(signature - 1);
        QCOMPARE(checkSignature(otherPayload, keys).state, SignatureState::Invalid);
    }

    void certificatesAreKeysToo()
    {
        const QList<VerificationKey> keys
            = parsed("Subject: a bundle\n" + certificatePem(m_p256) + "\n# another\n" + certificatePem(m_rsa));
        QCOMPARE(keys.size(), 2);
        QCOMPARE(checkSignature(signedToken(m_rsa, "RS256"), keys).state, SignatureState::Valid);
        QCOMPARE(checkSignature(signedToken(m_p256, "ES256"), keys).state, SignatureState::Valid);
    }

    void derInPlaceOfRawIsInvalid()
    {
        // What a careless server sends: ECDSA's DER, 70 to 72 bytes, is not RFC 7518's 64.
        const QByteArray token = signedToken(m_p256, "ES256");
        const QByteArray longer = token.left(token.lastIndexOf('.') + 1) + encoded(QByteArray(70, '\x30'));
        QCOMPARE(checkSignature(longer, parsed(publicPem(m_p256))).state, SignatureState::Invalid);
    }

    void aPssSaltHasTheDigestsLength()
    {
        const QList<VerificationKey> keys = parsed(publicPem(m_rsa));
        QCOMPARE(checkSignature(signedToken(m_rsa, "PS256", {}, 20), keys).state, SignatureState::Invalid);
    }

    void theKindOfKeyMustFit_data()
    {
        QTest::addColumn<QString>("signer");
        QTest::addColumn<QByteArray>("algorithm");
        QTest::addColumn<QString>("known");
        QTest::newRow("a curve for RSA") << "p256" << QByteArray("ES256") << "rsa";
        QTest::newRow("RSA for a curve") << "rsa" << QByteArray("RS256") << "p256";
        QTest::newRow("another curve") << "p256" << QByteArray("ES256") << "p384";
        QTest::newRow("Edwards for ECDSA") << "p256" << QByteArray("ES256") << "ed25519";
    }

    void theKindOfKeyMustFit()
    {
        QFETCH(QString, signer);
        QFETCH(QByteArray, algorithm);
        QFETCH(QString, known);
        QCOMPARE(checkSignature(signedToken(keyNamed(signer), algorithm), parsed(publicPem(keyNamed(known)))).state,
                 SignatureState::NoKeyFits);
    }

    void keyIdsDecideWhoIsAsked()
    {
        const QList<VerificationKey> fromPem = parsed(publicPem(m_ed25519));
        const QByteArray libtrust = fromPem.first().libtrustId().toLatin1();
        const Key stranger = owned(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
        // Signed by the key that a PEM file gave, under whatever name.
        QCOMPARE(checkSignature(signedToken(m_ed25519, "EdDSA", libtrust), fromPem).state, SignatureState::Valid);
        QCOMPARE(checkSignature(signedToken(m_ed25519, "EdDSA", "any-name"), fromPem).state, SignatureState::Valid);
        // Signed by somebody else: a lie under this key's name, or simply another key.
        QCOMPARE(checkSignature(signedToken(stranger, "EdDSA", libtrust), fromPem).state, SignatureState::Invalid);
        QCOMPARE(checkSignature(signedToken(stranger, "EdDSA", "any-name"), fromPem).state, SignatureState::NoKeyFits);

        unsigned char raw[32] = {};
        std::size_t size = sizeof raw;
        EVP_PKEY_get_raw_public_key(m_ed25519.get(), raw, &size);
        const QByteArray x = encoded(QByteArray(reinterpret_cast<const char *>(raw), 32));
        const QList<VerificationKey> named
            = parsed("{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"one\",\"alg\":\"EdDSA\",\"x\":\"" + x + "\"}]}");
        QCOMPARE(named.size(), 1);
        QCOMPARE(named.first().keyId(), QStringLiteral("one"));
        QCOMPARE(named.first().libtrustId().toLatin1(), libtrust);
        QCOMPARE(checkSignature(signedToken(m_ed25519, "EdDSA", "one"), named).state, SignatureState::Valid);
        QCOMPARE(checkSignature(signedToken(m_ed25519, "EdDSA"), named).state, SignatureState::Valid);
        QCOMPARE(checkSignature(signedToken(m_ed25519, "EdDSA", "two"), named).state, SignatureState::NoKeyFits);
        QCOMPARE(checkSignature(signedToken(stranger, "EdDSA", "one"), named).state, SignatureState::Invalid);
    }

    void aLibtrustIdIsTheFingerprintOfTheKey()
    {
        const QByteArray text = "-----BEGIN PUBLIC KEY-----\n"
                                "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                                "-----END PUBLIC KEY-----\n";
        // Made with other tools: openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | head -c 30 | base32
        QCOMPARE(parsed(text).first().libtrustId(), QStringLiteral("A3R7:3D62:FG5W:BK2Z:KV66:MHW3:BLWN:WIYR:GS7D:BZ23:IVPY:4G3Z"));
        QCOMPARE(parsed(text).first().keyId(), parsed(text).first().libtrustId());
    }

    void unsafeAlgorithmsAreNeverAccepted_data()
    {
        QTest::addColumn<QByteArray>("header");
        for (const char *header : { "{'alg':'none'}", "{'alg':'None'}", "{'alg':'HS256'}", "{'alg':'HS512'}", "{'alg':'rs256'}", "{}",
                                    "{'alg':['RS256']}", "{'alg':'RS256','crit':['b64'],'b64':false}" })
            QTest::newRow(header) << json(header);
    }

    void unsafeAlgorithmsAreNeverAccepted()
    {
        QFETCH(QByteArray, header);
        const QByteArray token = encoded(header) + '.' + encoded("{}") + '.';
        QCOMPARE(checkSignature(token, parsed(publicPem(m_rsa))).state, SignatureState::Unsupported);
    }

    void withoutKeysNothingIsSaid()
    {
        QCOMPARE(checkSignature(signedToken(m_rsa, "RS256"), {}).state, SignatureState::Unchecked);
        QCOMPARE(checkSignature("rubbish", parsed(publicPem(m_rsa))).state, SignatureState::Unsupported);
    }

    void refusesWhatIsNoKey_data()
    {
        QTest::addColumn<QByteArray>("content");
        const Key shortRsa = owned(EVP_RSA_gen(1024));
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("a private key") << pem(
            [&](BIO *bio) { PEM_write_bio_PrivateKey(bio, m_p256.get(), nullptr, nullptr, 0, nullptr, nullptr); });
        QTest::newRow("RSA of 1024 bits") << publicPem(shortRsa);
        QTest::newRow("a PEM cut in half") << publicPem(m_rsa).left(200);
        QTest::newRow("a JSON object") << QByteArray("{}");
        QTest::newRow("an empty set") << json("{'keys':[]}");
        QTest::newRow("a set of rubbish") << json("{'keys':[1,null,{},{'kty':'RSA'},{'kty':'EC','crv':'P-256'},{'kty':'OKP','crv':'Ed25519','x':''}]}");
        QTest::newRow("a shared secret") << json("{'kty':'oct','k':'c2VjcmV0'}");
        QTest::newRow("a point off its curve") << json("{'kty':'EC','crv':'P-256','x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU','y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a1'}");
        QTest::newRow("a key for encryption") << json("{'kty':'OKP','crv':'Ed25519','use':'enc','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}");
        QTest::newRow("a curve that cannot sign") << json("{'kty':'OKP','crv':'X25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}");
        QTest::newRow("too much") << publicPem(m_rsa) + QByteArray(1 << 20, '\n');
    }

    void refusesWhatIsNoKey()
    {
        QFETCH(QByteArray, content);
        const auto keys = VerificationKey::parse(content, QStringLiteral("https://a/keys"));
        QVERIFY(!keys);
        QCOMPARE(keys.error().stage, Stage::Input);
        QCOMPARE(keys.error().kind, Kind::Malformed);
        QCOMPARE(keys.error().subject, QStringLiteral("https://a/keys"));
    }
};

QTEST_GUILESS_MAIN(TestJwtSignature)
#include "test_jwt_signature.moc"
