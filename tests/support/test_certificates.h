#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace wharf::test {

/// A certificate with its key, in memory and as PEM files.
struct TestCertificate {
    QByteArray certificate; ///< PEM; of a chain only its own part
    QByteArray key;         ///< PEM, PKCS#8, not encrypted
    QString certificateFile;
    QString keyFile;
};

/// What a certificate says.
struct CertificateWish {
    QString commonName = QStringLiteral("localhost");
    /// Host names and addresses; subjectAltName.
    QStringList names { QStringLiteral("localhost"), QStringLiteral("127.0.0.1"), QStringLiteral("::1") };
    QDateTime notBefore = QDateTime::currentDateTimeUtc().addDays(-1);
    QDateTime notAfter = QDateTime::currentDateTimeUtc().addDays(7);
    bool authority = false;
    QString issuerUrl;       ///< where its issuer's certificate is to be had; authorityInfoAccess
    bool forClients = false; ///< extendedKeyUsage clientAuth instead of serverAuth
    QString issuersUrl = {}; ///< where the issuer's certificate is said to lie (authorityInfoAccess)
};

/// Makes certificates through OpenSSL, on P-256 keys, in a folder that goes with it.
class TestCertificates {
public:
    /// `folder`: where the files go; a temporary one of its own when empty.
    explicit TestCertificates(const QString &folder = {});

    [[nodiscard]] TestCertificate authority(const QString &commonName = QStringLiteral("Test CA"));
    [[nodiscard]] TestCertificate issue(const TestCertificate &authority, const CertificateWish &wish = {});
    [[nodiscard]] TestCertificate selfSigned(const CertificateWish &wish = {});

    [[nodiscard]] QString folder() const { return m_folder; }

private:
    TestCertificate make(const TestCertificate *authority, const CertificateWish &wish);

    std::unique_ptr<QTemporaryDir> m_own;
    QString m_folder;
    int m_count = 0;
};

} // namespace wharf::test
