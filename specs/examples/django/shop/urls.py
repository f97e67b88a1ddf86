from django.db import connection
from django.http import JsonResponse
from django.urls import include, path
from rest_framework import routers, serializers, viewsets

from .models import Product


class ProductSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Product, "__all__"


class Products(viewsets.ModelViewSet):
    queryset, serializer_class = Product.objects.order_by("id"), ProductSerializer


def health(_):
    connection.ensure_connection()
    return JsonResponse({"status": "ok"})


router = routers.DefaultRouter()
router.register("products", Products)
urlpatterns = [path("api/", include(router.urls)), path("health/", health)]
