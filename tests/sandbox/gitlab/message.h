#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

#include <optional>

namespace wharf::sandbox {

using Headers = QList<QPair<QByteArray, QByteArray>>;

/// One HTTP request, as far as the stand-in decides by it.
struct Request {
    QByteArray method = "GET";
    QByteArray path;  ///< percent-encoded, as it came
    QByteArray query; ///< raw, without the question mark
    Headers headers;
    QByteArray body;
    QString clientAddress;

    /// The first header of that name, in any case; empty where there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    /// Every value of a query parameter, in order, decoded; `+` is a blank.
    [[nodiscard]] QStringList queryValues(const QString &name) const;
    [[nodiscard]] QString queryValue(const QString &name) const;
    /// Members of a JSON object or a form in the body; empty where it is neither.
    [[nodiscard]] QString bodyValue(const QString &name) const;
};

struct BasicCredential {
    QString userName;
    QString password;
};

/// The Basic credential of a request; none where there is no such header. What does not decode is a credential of nobody.
[[nodiscard]] std::optional<BasicCredential> basicCredential(const Request &request);

struct Answer {
    int status = 200;
    QByteArray contentType;
    QByteArray body;
    Headers headers;
};

[[nodiscard]] Answer jsonAnswer(int status, const QJsonObject &body);
[[nodiscard]] Answer textAnswer(int status, const QByteArray &body);
[[nodiscard]] Answer emptyAnswer(int status);

} // namespace wharf::sandbox
