"""Why an enrolment code did not help, and what to do: at the first start and where a laptop is enrolled again."""

from __future__ import annotations

from kemiskinan_desktop.services.admission import EnrolmentRefusal
from kemiskinan_desktop.ui.kit.words import tr


def refusal_words(refusal: EnrolmentRefusal) -> str:
    """The sentence of a refusal."""
    match refusal:
        case EnrolmentRefusal.CODE_UNKNOWN:
            return tr("Kode ini tidak dikenal. Periksa huruf demi huruf, lalu coba lagi.")
        case EnrolmentRefusal.CODE_EXPIRED:
            return tr("Masa berlaku kode ini sudah habis. Minta kode baru kepada DPMD.")
        case EnrolmentRefusal.CODE_USED:
            return tr("Kode ini sudah dipakai di laptop lain. Minta kode baru kepada DPMD.")
        case EnrolmentRefusal.OTHER_VILLAGE:
            return tr("Kode ini dibuat untuk desa lain. Minta kode untuk desa ini kepada DPMD.")
        case EnrolmentRefusal.NO_SERVER:
            return tr("Server kabupaten tidak terjangkau. Periksa internet dan alamatnya, lalu coba lagi.")
        case EnrolmentRefusal.NOT_THE_DISTRICT:
            return tr(
                "Yang menjawab bukan server kabupaten. Periksa alamatnya. Bila Wi-Fi ini meminta masuk lebih dahulu, "
                "buka peramban, masuk ke Wi-Fi, lalu coba lagi."
            )
        case EnrolmentRefusal.SERVER_BUSY:
            return tr("Server kabupaten sedang sibuk. Tunggu beberapa menit, lalu coba lagi.")
        case EnrolmentRefusal.ADDRESS_NOT_SAFE:
            return tr(
                "Alamat ini tidak dapat dipakai. Tulis seperti https://data.kabupaten.go.id; "
                "https:// menjaga agar data warga tidak terbaca orang lain saat dikirim."
            )
